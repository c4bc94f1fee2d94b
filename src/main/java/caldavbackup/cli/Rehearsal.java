package caldavbackup.cli;

import caldavbackup.folder.FolderBackup;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.FolderRestore;
import caldavbackup.plakar.ExporterService;
import caldavbackup.plakar.ImporterService;
import caldavbackup.plakar.Routes;
import caldavbackup.plakar.StdioServer;
import caldavbackup.plakar.StreamBridge;
import caldavbackup.text.Failure;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * The real work done once in one process, over the same streams and services that Plakar uses: what
 * the build records to make the packaged plugin start fast.
 */
final class Rehearsal {
  private static final int PIPE_BYTES = 1 << 16;

  private Rehearsal() {}

  /**
   * Backs the account up into the folder, once as people do and once as Plakar does, and restores
   * it into its own calendar {@code rehearsal}.
   */
  static void run(Map<String, String> config, Path folder, PrintStream out)
      throws Failure, FolderException, IOException {
    String[] words =
        Stream.concat(
                Stream.of("backup", config.get("location"), folder + "-by-people"),
                config.entrySet().stream()
                    .filter(option -> !option.getKey().equals("location"))
                    .map(option -> option.getKey() + "=" + option.getValue()))
            .toArray(String[]::new);
    if (CaldavCommand.run(words, out, out) != 0) {
      throw new FolderException("the backup of the rehearsal failed");
    }
    Report report = new Report(out, out, false, Integer.MAX_VALUE);
    ExecutorService workers = Workers.create();
    try (Routes routes = Routes.start(Routes.Purpose.ANY)) {
      try (Plugin plugin = new Plugin(new ImporterService(routes, workers))) {
        new FolderBackup(plugin.channel, folder, report).run(config);
      }
      Map<String, String> target = new TreeMap<>(config);
      target.put("calendar", "rehearsal");
      try (Plugin plugin = new Plugin(new ExporterService(routes, workers))) {
        new FolderRestore(plugin.channel, folder, report).run(target);
      }
    }
    report.close();
  }

  /** A service behind a pair of pipes, and the channel to it. */
  private static final class Plugin implements AutoCloseable {
    private final ManagedChannel channel;

    Plugin(BindableService service) throws IOException {
      PipedOutputStream toPlugin = new PipedOutputStream();
      InputStream pluginIn = new PipedInputStream(toPlugin, PIPE_BYTES);
      PipedInputStream fromPlugin = new PipedInputStream(PIPE_BYTES);
      OutputStream pluginOut = new PipedOutputStream(fromPlugin);
      Thread thread =
          new Thread(
              () -> {
                try {
                  StdioServer.serve(pluginIn, pluginOut, service);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              "rehearsal");
      thread.setDaemon(true);
      thread.start();
      channel = StreamBridge.channel(fromPlugin, toPlugin);
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
