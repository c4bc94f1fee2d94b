package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options components, since and until, on backup and on restore. */
@Tag("radicale")
class SelectionIT {
  private static RadicaleServer radicale;

  @TempDir Path folder;

  @BeforeAll
  static void startServer() throws Exception {
    radicale = RadicaleServer.start();
    DavClient alice = radicale.client("alice");
    alice.put("/alice/", "work", "old.ics", dated("VEVENT", "old", "DTSTART:20200101T100000Z"));
    alice.put("/alice/", "work", "new.ics", dated("VEVENT", "new", "DTSTART:20260601T100000Z"));
    alice.put(
        "/alice/",
        "work",
        "weekly.ics",
        dated("VEVENT", "weekly", "DTSTART:20200101T100000Z\r\nRRULE:FREQ=WEEKLY"));
    alice.put("/alice/", "work", "task.ics", dated("VTODO", "task", "DUE:20260601T100000Z"));
  }

  @AfterAll
  static void stopServer() {
    radicale.close();
  }

  @Test
  void a_backup_holds_what_takes_place_in_the_range() throws Exception {
    PluginProcess.Run run = backup("since=2026-01-01", "until=2026-12-31");
    assertThat(objects()).containsExactly("new.ics", "task.ics", "weekly.ics");
    assertThat(run.err()).hasLineCount(1).contains("1 object excluded by options since and until");
  }

  @Test
  void a_backup_holds_the_types_that_were_asked_for() throws Exception {
    backup("components=VTODO");
    assertThat(objects()).containsExactly("task.ics");
  }

  @Test
  void a_filtered_run_removes_nothing_from_a_whole_folder() throws Exception {
    backup();
    backup("since=2026-01-01");
    assertThat(objects()).containsExactly("new.ics", "old.ics", "task.ics", "weekly.ics");
    assertThat(backup().out()).doesNotContain("removed");
    assertThat(objects()).containsExactly("new.ics", "old.ics", "task.ics", "weekly.ics");
  }

  @Test
  void a_restore_writes_what_was_asked_for() throws Exception {
    backup();
    radicale.client("bob").delete("/bob/work/");
    run(
        "restore",
        folder.toString(),
        radicale.location(),
        "bob",
        "components=VEVENT",
        "since=2026-01-01");
    assertThat(radicale.client("bob").objects("/bob/work/"))
        .containsOnlyKeys("new.ics", "weekly.ics");
  }

  private List<String> objects() throws Exception {
    try (var files = Files.list(folder.resolve("work"))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".ics"))
          .sorted()
          .toList();
    }
  }

  private PluginProcess.Run backup(String... more) throws Exception {
    return run("backup", radicale.location(), folder.toString(), "alice", more);
  }

  private static PluginProcess.Run run(
      String command, String from, String to, String user, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of(command, from, to));
    words.addAll(radicale.signIn(user));
    words.addAll(List.of(more));
    PluginProcess.Run run = PluginProcess.run(words, Map.of());
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  private static String dated(String type, String uid, String lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:%s\r\nUID:%s\r\nDTSTAMP:20200101T000000Z\r\n%s\r\nEND:%s\r\nEND:VCALENDAR\r\n"
        .formatted(type, uid, lines, type);
  }
}
