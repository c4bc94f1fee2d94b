package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderException;
import caldavbackup.plakar.ExporterService;
import caldavbackup.plakar.ImporterService;
import caldavbackup.plakar.StdioServer;
import caldavbackup.plakar.StreamBridge;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * One real backup and restore in one process, by the command line and by the streams and services
 * that Plakar uses. The build records it to make the packaged plugin start fast.
 */
final class Rehearsal {
  private static final int PIPE_BYTES = 1 << 16;
  private static final int BACKUPS = 3;

  private Rehearsal() {}

  /**
   * Backs up the account into the folder until nothing changes, and restores it into its own
   * calendar {@code rehearsal}, as the command line does. Then does the same as Plakar does, into
   * {@code rehearsal-2}.
   */
  static int run(Words words, PrintStream out)
      throws FolderException, IOException, InterruptedException {
    String location = words.place(0);
    Path folder = words.folder(1);
    Map<String, String> config = words.config(location);
    Map<String, String> options = new TreeMap<>(config);
    options.remove("location");
    // the first backup, one that learns how the server reports changes, and a regular one
    for (int i = 0; i < BACKUPS; i++) {
      command(out, options, "backup", location, folder.toString());
    }
    options.put("calendar", "rehearsal");
    command(out, options, "restore", folder.toString(), location);

    ExecutorService workers = Workers.create();
    Map<String, byte[]> snapshot;
    try (Routes routes = Routes.start(Routes.Purpose.ANY)) {
      try (Plugin plugin = new Plugin(new ImporterService(routes, workers))) {
        snapshot = new RehearsedPlakar(plugin.channel).backup(config);
      }
      Map<String, String> target = new TreeMap<>(config);
      target.put("calendar", "rehearsal-2");
      try (Plugin plugin = new Plugin(new ExporterService(routes, workers))) {
        new RehearsedPlakar(plugin.channel).restore(target, snapshot);
      }
    }
    return Command.DONE;
  }

  private static void command(PrintStream out, Map<String, String> options, String... words)
      throws FolderException {
    Stream<String> given =
        options.entrySet().stream().map(option -> option.getKey() + "=" + option.getValue());
    String[] all = Stream.concat(Stream.of(words), given).toArray(String[]::new);
    if (CaldavCommand.run(all, out, out) != 0) {
      throw new FolderException("the " + words[0] + " of the rehearsal failed");
    }
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
                  throw new UncheckedIOException(e);
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
