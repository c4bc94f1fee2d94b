package caldavbackup.it;

import caldavbackup.folder.FolderBackup;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.Progress;
import caldavbackup.plakar.ImporterService;
import caldavbackup.plakar.Routes;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs {@code caldav backup} in this process: the same routes and services, no launcher. */
final class LocalBackup implements AutoCloseable {
  private static final String DELAY = "caldav.retry.delay";

  private final Routes routes;
  private final ExecutorService workers = Executors.newCachedThreadPool();

  /**
   * What a run said.
   *
   * @param complete whether it was complete; exit code 0 then
   * @param problems a line for each cause
   * @param end the sentence at the end, or null
   * @param outcomes how many files came to what
   */
  record Run(
      boolean complete,
      List<String> problems,
      String end,
      Map<Progress.Outcome, Integer> outcomes) {
    /** All that stands on stderr. */
    String said() {
      return String.join("\n", problems) + (end == null ? "" : "\ncaldav: " + end);
    }
  }

  /** Starts the routes; what is repeated is repeated at once. */
  LocalBackup() {
    System.setProperty(DELAY, "1");
    routes = Routes.start(Routes.Purpose.BACKUP);
  }

  /** Backs up into the folder, with options {@code key=value}. */
  Run run(String location, Path folder, String... options) throws IOException {
    Map<String, String> config = new HashMap<>();
    config.put("location", location);
    for (String option : options) {
      int sign = option.indexOf('=');
      config.put(option.substring(0, sign), option.substring(sign + 1));
    }
    String name = "test-" + System.nanoTime();
    Server server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(new ImporterService(routes, workers))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    List<String> problems = new ArrayList<>();
    Map<Progress.Outcome, Integer> outcomes = new HashMap<>();
    Progress progress =
        new Progress() {
          @Override
          public synchronized void file(String calendar, Outcome outcome) {
            outcomes.merge(outcome, 1, Integer::sum);
          }

          @Override
          public synchronized void problem(String path, String sentence) {
            problems.add("KO " + path + ": " + sentence);
          }
        };
    try {
      FolderBackup backup = new FolderBackup(channel, folder, progress);
      boolean complete = backup.run(config);
      return new Run(complete, problems, complete ? null : backup.shortfall(), outcomes);
    } catch (FolderException e) {
      return new Run(false, problems, e.getMessage(), outcomes);
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  @Override
  public void close() {
    routes.close();
    workers.shutdownNow();
    System.clearProperty(DELAY);
  }
}
