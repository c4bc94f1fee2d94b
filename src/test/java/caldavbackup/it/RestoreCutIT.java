package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import caldavbackup.ical.Comparison;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A restore may be cut off anywhere, by its own death or its server's: the same command ends it.
 */
@Tag("radicale")
class RestoreCutIT {
  private static final List<String> CALENDARS = List.of("home", "team", "work");
  private static final int EVENTS = 25;
  private static final int CUTS = 6;

  private static RadicaleServer radicale;
  @TempDir static Path temp;
  private static Path folder;
  private Side bob;

  @BeforeAll
  static void startServer() throws Exception {
    radicale = RadicaleServer.start();
    folder = temp.resolve("backup");
    for (String calendar : CALENDARS) {
      Path directory = Files.createDirectories(folder.resolve(calendar));
      Files.writeString(directory.resolve("displayname"), "Calendar " + calendar);
      for (int i = 0; i < EVENTS; i++) {
        Files.writeString(
            directory.resolve(i + ".ics"), Ics.event(calendar + i, "Event " + i + " ✂"));
      }
    }
  }

  @AfterAll
  static void stopServer() {
    radicale.close();
  }

  @Test
  void wherever_it_is_cut_off_the_same_command_finishes_it_and_writes_nothing_twice() {
    Seeded.times(CUTS, this::cutAndFinish);
    assertThat(radicale.log()).contains("PUT request for '/bob/home/0.ics'"); // as it is looked for
  }

  private void cutAndFinish(Random random) throws Exception {
    bob = radicale.side("bob");
    bob.empty();
    long before = radicale.requests("PUT");
    int puts = random.nextInt(CALENDARS.size() * EVENTS);
    Path said = temp.resolve("said");
    Process restore = startRestore(said);
    Await.until(
        "so many requests", () -> !restore.isAlive() || radicale.requests("PUT") >= before + puts);
    if (random.nextBoolean()) {
      restore.destroyForcibly().waitFor();
    } else {
      radicale.kill();
      restore.waitFor();
      assertThat(Files.readString(said)).doesNotContain("Exception", "\tat ");
      radicale.startAgain();
    }

    Map<String, String> had = objects();
    int logged = radicale.log().length();
    PluginProcess.Run again = bob.restore(folder);
    assertThat(again.err()).isEmpty();
    assertThat(again.exit()).isZero();
    assertWhole();
    String log = radicale.log().substring(logged);
    assertThat(had.keySet()).noneMatch(name -> log.contains("PUT request for '/bob/" + name + "'"));
  }

  private Process startRestore(Path said) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(PluginProcess.launcher(), "restore", folder.toString(), bob.location()));
    words.addAll(bob.options());
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10");
    return builder.start();
  }

  private Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    for (String path : bob.client().calendars(bob.home())) {
      String calendar = path.replaceAll(".*/(.+)/$", "$1");
      bob.objects(calendar).forEach((name, text) -> objects.put(calendar + "/" + name, text));
    }
    return objects;
  }

  private void assertWhole() throws Exception {
    Map<String, String> there = objects();
    assertThat(there).hasSize(CALENDARS.size() * EVENTS);
    for (Map.Entry<String, String> object : there.entrySet()) {
      byte[] ours = Files.readAllBytes(folder.resolve(object.getKey()));
      byte[] theirs = object.getValue().getBytes(StandardCharsets.ISO_8859_1);
      assertThat(Comparison.of(ours, theirs).verdict())
          .as(object.getKey())
          .isNotEqualTo(Comparison.Verdict.DIFFERENT);
    }
    for (String calendar : CALENDARS) {
      assertThat(bob.client().propfind(bob.path(calendar), "0", "<d:displayname/>"))
          .contains("Calendar " + calendar);
    }
  }
}
