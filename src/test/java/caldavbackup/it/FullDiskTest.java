package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup into a folder that has no room: nothing half-written stays, and it is one sentence. */
class FullDiskTest {
  private static final String STATE = ".caldav-backup.jsonl";

  @TempDir Path temp;
  private Path folder;
  private FaultServer server;
  private LocalBackup backup;

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", "a", "b", "c");
    backup = new LocalBackup();
  }

  @AfterEach
  void stop() {
    backup.close();
    server.close();
  }

  @Test
  void files_that_find_no_room_stay_as_they_were() throws Exception {
    assertThat(backup.run(server.location(), folder).said()).isEmpty();
    Map<String, String> before = Vdir.objects(folder.resolve("work"));
    server.objects("work").replaceAll((name, text) -> text.replace("Termin", "Treffen"));
    Path unfinished = Files.createDirectory(folder.resolve(STATE + ".tmp.d"));
    for (int i = 1; i <= 3; i++) {
      Files.createSymbolicLink(unfinished.resolve(i + ".tmp"), Path.of("/dev/full"));
    }
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.problems())
        .singleElement()
        .asString()
        .endsWith("cannot be written: No space left on device");
    assertThat(run.end()).startsWith("3 of ");
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(before);
    assertThat(unfinished).doesNotExist();

    assertThat(backup.run(server.location(), folder).said()).isEmpty();
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }

  @Test
  void a_state_that_finds_no_room_is_one_sentence_and_nothing_of_it_stays() throws Exception {
    assertThat(backup.run(server.location(), folder).said()).isEmpty();
    server.objects("work").remove("c.ics");
    Files.createSymbolicLink(folder.resolve(STATE + ".tmp"), Path.of("/dev/full"));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.said())
        .isEqualTo(
            "\ncaldav: " + folder.resolve(STATE) + " cannot be written: No space left on device");
    try (var left = Files.list(folder)) {
      assertThat(left)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder(STATE, "work");
    }
    assertThat(backup.run(server.location(), folder).said()).isEmpty();
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }
}
