package caldavbackup.lying;

import caldavbackup.account.Failure;
import caldavbackup.folder.FolderBackup;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.Progress;
import caldavbackup.plakar.ImporterService;
import caldavbackup.plakar.Routes;
import caldavbackup.proto.importer.CloseRequest;
import caldavbackup.proto.importer.ImporterGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code caldav backup} without its process: the routes are started once for many runs. */
final class BackupService implements AutoCloseable {
  private static final String DELAY = "caldav.retry.delay";

  private final String before;
  private final Routes routes;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "caldav worker");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * What a run said.
   *
   * @param isWhole whether it would have ended with exit 0
   * @param problems what it said of files, and at its end
   * @param gone what it found deleted
   */
  record Outcome(boolean isWhole, List<String> problems, List<String> gone) {}

  /** Starts the routes; they wait a millisecond before a request is repeated. */
  BackupService() {
    before = System.setProperty(DELAY, "1"); // read when a request is repeated, too
    routes = Routes.start(Routes.Purpose.BACKUP);
    try {
      routes.send("direct:caldav-discover", null, null, Map.of()); // they are up when this fails
    } catch (Failure e) {
      if (e.kind() != Failure.Kind.OPTION) { // it has no account
        throw new IllegalStateException(e);
      }
    }
  }

  /** Backs up into a folder. */
  Outcome run(Map<String, String> config, Path folder) throws IOException {
    String name = "lying-" + System.nanoTime();
    Server server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(new ImporterService(routes, workers))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    Heard heard = new Heard();
    boolean isWhole = false;
    try {
      isWhole = new FolderBackup(channel, folder, heard).run(config);
    } catch (FolderException e) {
      heard.problems.add(String.valueOf(e.getMessage()));
    } finally {
      ImporterGrpc.newBlockingStub(channel).close(CloseRequest.getDefaultInstance());
      channel.shutdownNow();
      server.shutdownNow();
    }
    return new Outcome(isWhole, heard.problems, heard.gone);
  }

  private static final class Heard implements Progress {
    private final List<String> problems = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();

    @Override
    public void file(String calendar, Outcome outcome) {
      // the folder tells
    }

    @Override
    public synchronized void problem(String path, String sentence) {
      problems.add(path + ": " + sentence);
    }

    @Override
    public synchronized void gone(String path, String sentence) {
      gone.add(path + ": " + sentence);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    routes.close();
    if (before == null) {
      System.clearProperty(DELAY);
    } else {
      System.setProperty(DELAY, before);
    }
  }
}
