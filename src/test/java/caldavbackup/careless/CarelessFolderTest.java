package caldavbackup.careless;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.careless.Restorer.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a folder holds and whatever a server refuses: exit code 0 means that all is there, else
 * each thing that is missing is named; and the same command again completes it, then changes
 * nothing.
 *
 * <p>{@code -Dcaldav.seeds=N} tries N folders, {@code -Dcaldav.seed=S} the one of a seed again.
 */
class CarelessFolderTest {
  private static final String DELAY = "caldav.retry.delay";
  private static final int MOST_SHOWN = Integer.getInteger("caldav.shown", 3);
  private static Restorer restorer;

  @BeforeAll
  static void start() {
    System.setProperty(DELAY, "1");
    restorer = new Restorer();
  }

  @AfterAll
  static void stop() {
    restorer.close();
    System.clearProperty(DELAY);
  }

  @Test
  void nothing_of_a_careless_folder_is_lost_in_silence(@TempDir Path temp) throws Exception {
    Long again = Long.getLong("caldav.seed");
    long first = again == null ? System.nanoTime() & 0xffffffffL : again;
    int seeds = again == null ? Integer.getInteger("caldav.seeds", 300) : 1;
    List<AssertionError> failures = new ArrayList<>();
    for (long seed = first; seed < first + seeds; seed++) {
      try {
        check(seed, temp.resolve("seed-" + seed));
      } catch (AssertionError e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      AssertionError error = new AssertionError(message(failures, seeds));
      failures.stream().limit(MOST_SHOWN).forEach(error::addSuppressed);
      throw error;
    }
  }

  /** The whole story of some, the seeds of all. */
  private static String message(List<AssertionError> failures, int seeds) {
    return "%d of %d folders:%n%s"
        .formatted(
            failures.size(),
            seeds,
            failures.stream()
                .map(failure -> failure.getMessage().lines().limit(2).collect(joining(" ")))
                .collect(joining("\n")));
  }

  private static void check(long seed, Path temp) throws Exception {
    try (Scene scene = new Scene(seed, temp.resolve("folder"))) {
      Outcome last = null;
      try {
        Truth truth = new Truth(scene);
        Outcome dry = last = dryRun(scene, temp);
        Outcome run = last = run(scene, temp);
        Truth.samePlan(dry, run);
        truth.check(run);
        scene.server.calm();
        last = run(scene, temp);
        truth.checkComplete(last);
        String state = scene.server.state();
        last = run(scene, temp);
        truth.checkComplete(last);
        assertThat(scene.server.state()).isEqualTo(state);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "with -Dcaldav.seed=%d: %s%n%s%nlast run: %s"
                .formatted(seed, e.getMessage(), scene.describe(), last),
            e);
      }
    }
  }

  private static Outcome dryRun(Scene scene, Path temp) throws Exception {
    Map<String, String> options = new TreeMap<>(scene.options);
    options.put("dry_run", "true");
    Outcome dry = restorer.restore(scene.place, temp.resolve("plan.json"), options);
    assertThat(scene.server.takeRequests()).as("a dry run").noneMatch(MoodyServer::isWriting);
    return dry;
  }

  private static Outcome run(Scene scene, Path temp) throws Exception {
    Outcome outcome = restorer.restore(scene.place, temp.resolve("plan.json"), scene.options);
    List<String> requests = scene.server.takeRequests();
    assertThat(requests.size()).as("requests").isLessThan(100 + 20 * scene.folder.versions().size());
    return outcome;
  }
}
