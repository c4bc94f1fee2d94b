package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second backup into a folder: what it reads, what it removes, and what it leaves alone. */
@Tag("radicale")
class IncrementalIT {
  private static RadicaleServer radicale;

  @TempDir Path folder;
  private DavClient alice;

  @BeforeAll
  static void startServer() throws Exception {
    radicale = RadicaleServer.start();
  }

  @AfterAll
  static void stopServer() {
    radicale.close();
  }

  @BeforeEach
  void fillAndBackUp() throws Exception {
    alice = radicale.client("alice");
    alice.delete("/alice/again/");
    for (String calendar : List.of("work", "home")) {
      alice.delete("/alice/" + calendar + "/");
      for (int i = 0; i < 10; i++) {
        alice.put("/alice/", calendar, i + ".ics", Ics.event(calendar + i, "Nummer " + i));
      }
    }
    assertThat(backup())
        .isEqualTo(
            new PluginProcess.Run(0, "home: 10 events: 10 new\nwork: 10 events: 10 new\n", ""));
  }

  @Test
  void nothing_is_read_when_nothing_has_changed() throws Exception {
    long reads = reads();
    assertThat(backup().out())
        .isEqualTo("home: 10 events: 10 unchanged\nwork: 10 events: 10 unchanged\n");
    assertThat(reads()).isEqualTo(reads);
    assertFolderIsAccount();
  }

  @Test
  void neither_a_backup_nor_a_restore_of_a_folder_pays_for_grpc() throws Exception {
    Map<String, List<String>> commands =
        Map.of(
            "alice",
            List.of("backup", radicale.location(), folder.toString()),
            "bob", // what the other tests find is alice's
            List.of("restore", folder.toString(), radicale.location(), "calendar=again"));
    for (Map.Entry<String, List<String>> command : commands.entrySet()) {
      Path classes = folder.resolveSibling(command.getKey() + ".classes");
      List<String> all = new ArrayList<>(command.getValue());
      all.addAll(radicale.signIn(command.getKey()));
      PluginProcess.Run run =
          PluginProcess.run( // an AOT cache lists its classes, whether they are used or not
              all, Map.of("CALDAV_JAVA_OPTS", "-XX:AOTMode=off -Xlog:class+load:file=" + classes));
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(Files.readString(classes))
          .contains("caldavbackup.camel.Routes")
          .doesNotContain(" io.grpc.", " com.google.protobuf.", " caldavbackup.plakar.");
    }
  }

  @Test
  void an_account_that_lost_its_calendars_does_not_empty_the_folder() throws Exception {
    for (String calendar : List.of("work", "home")) {
      alice.delete("/alice/" + calendar + "/");
    }
    PluginProcess.Run run = backup();
    Sentence.assertOnly(run, 1, "the account no longer has any calendar", "nothing was removed");
    assertThat(Vdir.objects(folder.resolve("work"))).hasSize(10);
    assertThat(Vdir.objects(folder.resolve("home"))).hasSize(10);
  }

  @Test
  void only_the_object_that_changed_is_read() throws Exception {
    alice.put("/alice/", "work", "3.ics", Ics.event("work3", "Nummer ?")); // of the same length
    long reads = reads();
    assertThat(backup().out())
        .isEqualTo("home: 10 events: 10 unchanged\nwork: 10 events: 1 changed, 9 unchanged\n");
    assertThat(reads()).isEqualTo(reads + 1);
    assertThat(lastRead()).contains("/alice/work/");
    assertFolderIsAccount();
  }

  @Test
  void an_object_that_is_deleted_is_removed_and_a_new_one_comes() throws Exception {
    alice.delete("/alice/work/3.ics");
    alice.put("/alice/", "work", "new.ics", Ics.event("new", "neu"));
    assertThat(backup().out())
        .isEqualTo(
            "home: 10 events: 10 unchanged\nwork: 10 events: 1 new, 9 unchanged, 1 removed\n");
    assertThat(folder.resolve("work/3.ics")).doesNotExist();
    assertFolderIsAccount();
  }

  @Test
  void a_calendar_that_is_deleted_is_removed_with_all_that_came_from_it() throws Exception {
    alice.delete("/alice/home/");
    assertThat(backup().exit()).isZero();
    assertThat(folder.resolve("home")).doesNotExist();
    assertThat(folder.resolve("work/0.ics")).exists();
  }

  @Test
  void what_the_user_put_beside_it_is_his() throws Exception {
    Path note = Files.writeString(folder.resolve("work/note.txt"), "mine");
    alice.delete("/alice/work/");
    assertThat(backup().exit()).isZero();
    assertThat(note).hasContent("mine");
    assertThat(folder.resolve("work")).isDirectoryNotContaining("glob:**.ics");
  }

  @Test
  void a_file_that_was_lost_in_the_folder_comes_again() throws Exception {
    Files.delete(folder.resolve("work/3.ics"));
    assertThat(backup().out()).contains("work: 10 events: 1 new, 9 unchanged");
    assertFolderIsAccount();
  }

  @Test
  void a_file_that_was_cut_off_in_the_folder_comes_again() throws Exception {
    Path file = folder.resolve("work/3.ics");
    Files.writeString(file, Files.readString(file).substring(0, 40));
    assertThat(backup().out()).contains("work: 10 events: 1 changed, 9 unchanged");
    assertFolderIsAccount();
  }

  @Test
  void a_run_that_leaves_calendars_out_removes_none_of_their_files() throws Exception {
    alice.delete("/alice/work/3.ics");
    assertThat(backup("exclude_calendars=home").exit()).isZero();
    assertThat(folder.resolve("home/0.ics")).exists();
    assertThat(folder.resolve("work/3.ics")).doesNotExist();
    long reads = reads();
    assertThat(backup().out())
        .isEqualTo("home: 10 events: 10 unchanged\nwork: 9 events: 9 unchanged\n");
    assertThat(reads()).isEqualTo(reads);
  }

  @Test
  void a_folder_holds_one_account_and_refuses_another() throws Exception {
    PluginProcess.Run run =
        PluginProcess.run(
            "backup", radicale.location(), folder.toString(), "username=bob", "password=bob-pw");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("contains the backup of another account", "alice@")
        .hasLineCount(1);
    assertFolderIsAccount();
  }

  private PluginProcess.Run backup(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("backup", radicale.location(), folder.toString()));
    words.addAll(radicale.signIn("alice"));
    words.addAll(List.of(more));
    return PluginProcess.run(words, Map.of());
  }

  private static long reads() {
    return radicale.requests("GET") + radicale.requests("REPORT");
  }

  private static String lastRead() {
    List<String> reads =
        radicale
            .log()
            .lines()
            .filter(line -> line.contains("GET request for") || line.contains("REPORT request for"))
            .toList();
    return reads.get(reads.size() - 1);
  }

  private void assertFolderIsAccount() throws Exception {
    for (String calendar : List.of("work", "home")) {
      Map<String, String> files = new TreeMap<>();
      try (var list = Files.newDirectoryStream(folder.resolve(calendar), "*.ics")) {
        list.forEach(f -> files.put(f.getFileName().toString(), Vdir.content(f)));
      }
      assertThat(files).isEqualTo(alice.objects("/alice/" + calendar + "/"));
    }
  }
}
