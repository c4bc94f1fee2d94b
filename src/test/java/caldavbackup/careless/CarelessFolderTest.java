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
 * <p>{@code -Dcaldav.seeds=N} tries N folders, {@code -Dcaldav.first=S} from another seed on,
 * {@code -Dcaldav.seed=S} the one of a seed again.
 */
class CarelessFolderTest {
  private static final String DELAY = "caldav.retry.delay";
  private static final int MAX_SHOWN = Integer.getInteger("caldav.shown", 3);
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
    long first = again == null ? Long.getLong("caldav.first", 1000) : again;
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
      failures.stream().limit(MAX_SHOWN).forEach(error::addSuppressed);
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
      Run last = null;
      try {
        Truth truth = new Truth(scene);
        Run dry = last = run(scene, temp, true);
        assertThat(dry.requests()).as("a dry run").noneMatch(MoodyServer::isWriting);
        Run run = last = run(scene, temp, false);
        truth.samePlan(dry.outcome(), run.outcome());
        truth.check(run.outcome());
        if (scene.isEasy()) {
          truth.checkComplete(run.outcome());
        }
        scene.server.calm();
        last = run(scene, temp, false);
        truth.checkComplete(last.outcome());
        String state = scene.server.state();
        last = run(scene, temp, false);
        truth.checkComplete(last.outcome());
        assertThat(last.requests().stream().filter(MoodyServer::isWriting))
            .as("a third run, in which the server may judge again of what is broken")
            .allMatch(request -> request.startsWith("PUT "))
            .hasSizeLessThanOrEqualTo(scene.folder.faulty().size());
        assertThat(scene.server.state()).isEqualTo(state);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "with -Dcaldav.seed=%d: %s%n%s%nlast run: %s"
                .formatted(seed, e.getMessage(), scene.describe(), last),
            e);
      }
    }
  }

  /** A restore, and what it asked the server. */
  private record Run(Outcome outcome, List<String> requests) {
    @Override
    public String toString() {
      return outcome + "requests:\n" + String.join("\n", requests).indent(2);
    }
  }

  private static Run run(Scene scene, Path temp, boolean isDry) throws Exception {
    Map<String, String> options = new TreeMap<>(scene.options);
    options.put("dry_run", String.valueOf(isDry));
    Outcome outcome = restorer.restore(scene.place, temp.resolve("plan.json"), options);
    List<String> requests = scene.server.takeRequests();
    assertThat(requests.size()).as("requests").isLessThan(mostRequests(scene));
    return new Run(outcome, requests);
  }

  private static int mostRequests(Scene scene) {
    return 100 + 20 * scene.folder.versions().size();
  }
}
