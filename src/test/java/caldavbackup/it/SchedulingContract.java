package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What the tests of servers that tell guests of meetings have in common: alice restores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SchedulingContract {
  static final String WHEN = "DTSTART:20300101T100000Z\r\nDTEND:20300101T110000Z";

  final ServerProcess server;
  @TempDir Path folder;
  Side alice;
  Side bob;

  SchedulingContract(Server kind) throws Exception {
    try {
      server = kind.start();
    } catch (TestAbortedException e) {
      System.out.println("left out: " + e.getMessage());
      throw e;
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void emptyTheAccounts() {
    alice = server.side("alice");
    bob = server.side("bob");
    for (Side side : new Side[] {alice, bob}) {
      side.empty();
      side.client().request("MKCALENDAR", side.path("work"), null, Map.of());
    }
  }

  /** Restores one object for alice, into the calendar work. */
  PluginProcess.Run restore(String name, String object, String... options) throws Exception {
    Path file = folder.resolve("work").resolve(name + ".ics");
    Files.createDirectories(file.getParent());
    Files.writeString(file, object);
    return alice.restore(folder, options);
  }

  /** Restores one object, and nothing may be wrong with that. */
  PluginProcess.Run restored(String name, String object, String... options) throws Exception {
    PluginProcess.Run run = restore(name, object, options);
    assertThat(run.exit()).as(run.err()).isZero();
    Files.delete(folder.resolve("work").resolve(name + ".ics"));
    return run;
  }

  /** Restores all that alice has but for one object, which a mirror deletes. */
  PluginProcess.Run mirroredWithout(String name, String... options) throws Exception {
    Path backup = folder.resolve("mirror");
    assertThat(alice.backup(backup).exit()).isZero();
    Files.delete(backup.resolve("work").resolve(name + ".ics"));
    Files.delete(backup.resolve(".caldav-backup.jsonl")); // else the file is missed
    String[] all = Arrays.copyOf(options, options.length + 2);
    all[options.length] = "mirror=true";
    all[options.length + 1] = "mirror_limit=100";
    return alice.restore(backup, all);
  }

  /** What alice has under this name; null when she has nothing. */
  String there(String name) {
    var answer = alice.client().request("GET", pathOf(name), null, Map.of());
    return answer.statusCode() == 200 ? new String(answer.body(), StandardCharsets.UTF_8) : null;
  }

  String pathOf(String name) {
    return alice.pathOf("work/" + name + ".ics");
  }

  /** Puts an object as any other program does, which asks nobody to be quiet. */
  static void putLoudly(Side side, String path, String object) throws IOException {
    var answer =
        side.client().request("PUT", path, object, Map.of("Content-Type", "text/calendar"));
    assertThat(answer.statusCode()).isIn(200, 201, 204);
  }
}
