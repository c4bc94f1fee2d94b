package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.folder.ObjectKind;
import caldavbackup.folder.Progress.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup counts events, tasks and journals, also those that it does not read. */
class CountedKindsTest {
  private static final Map<ObjectKind, Integer> KINDS =
      Map.of(ObjectKind.EVENT, 2, ObjectKind.TASK, 1, ObjectKind.JOURNAL, 1, ObjectKind.OTHER, 1);

  @TempDir Path temp;
  private final LocalBackup backup = new LocalBackup();
  private FaultServer server;
  private Path folder;

  @BeforeEach
  void fill() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", "a", "b");
    server.objects("work").put("t.ics", Ics.event("t", "T").replace("VEVENT", "VTODO"));
    server.objects("work").put("j.ics", Ics.event("j", "J").replace("VEVENT", "VJOURNAL"));
    server.objects("work").put("x.ics", Ics.event("x", "X").replace("VEVENT", "X-THING"));
  }

  @AfterEach
  void stop() {
    server.close();
    backup.close();
  }

  private LocalBackup.Run run() {
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.causes()).isEmpty();
    return run;
  }

  @Test
  void of_new_objects_and_of_unchanged_ones() {
    assertThat(run().kinds()).isEqualTo(KINDS);
    LocalBackup.Run again = run();
    assertThat(again.kinds()).isEqualTo(KINDS);
    assertThat(again.outcomes()).isEqualTo(Map.of(Outcome.UNCHANGED, 5));
  }

  @Test
  void what_an_older_version_wrote_is_looked_at_once_and_not_asked_for() throws Exception {
    run();
    Path state = folder.resolve(".caldav-backup.jsonl");
    String whole = Files.readString(state);
    assertThat(whole).contains("\"type\":\"VTODO\"").contains("\"type\":\"other\"");
    Files.writeString(state, whole.replaceAll(",\"type\":\"\\w+\"", ""));
    LocalBackup.Run again = run();
    assertThat(again.kinds()).isEqualTo(KINDS);
    assertThat(again.outcomes()).isEqualTo(Map.of(Outcome.UNCHANGED, 5));
    assertThat(Files.readString(state)).isEqualTo(whole);
  }

  @Test
  void what_is_removed_is_counted_but_no_file_beside_it() {
    run();
    server.objects("work").remove("t.ics");
    LocalBackup.Run again = run();
    assertThat(again.outcomes()).isEqualTo(Map.of(Outcome.UNCHANGED, 4, Outcome.REMOVED, 1));
    assertThat(again.kinds()).containsEntry(ObjectKind.TASK, 1);
  }

  @Test
  void an_object_that_changed_is_told_from_one_that_is_only_read_again() {
    run();
    server.objects("work").put("a.ics", Ics.event("a", "another"));
    server.objects("work").put("new.ics", Ics.event("new", "new"));
    assertThat(run().outcomes())
        .isEqualTo(Map.of(Outcome.UNCHANGED, 4, Outcome.CHANGED, 1, Outcome.NEW, 1));
  }

  @Test
  void what_is_removed_is_counted_alike_whether_its_kind_was_noted_or_not() throws Exception {
    run();
    server.objects("work").remove("x.ics");
    Path state = folder.resolve(".caldav-backup.jsonl");
    Files.writeString(state, Files.readString(state).replaceAll(",\"type\":\"\\w+\"", ""));
    LocalBackup.Run again = run();
    assertThat(again.outcomes()).isEqualTo(Map.of(Outcome.UNCHANGED, 4, Outcome.REMOVED, 1));
    assertThat(again.kinds()).containsEntry(ObjectKind.OTHER, 1);
  }
}
