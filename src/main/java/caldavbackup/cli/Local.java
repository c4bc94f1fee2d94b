package caldavbackup.cli;

import caldavbackup.plakar.ExporterService;
import caldavbackup.plakar.ImporterService;
import caldavbackup.plakar.Routes;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** Both services in this process, reached as Plakar reaches them, without a process between. */
final class Local implements AutoCloseable {
  private final ExecutorService workers = Workers.create();
  private final Server server;
  private final ManagedChannel channel;

  private Local(String name, Routes.Purpose purpose, Consumer<String> reports) throws IOException {
    Routes routes = Routes.start(purpose, reports, reports);
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(new ImporterService(routes, workers))
            .addService(new ExporterService(routes, workers))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  /** Starts them; what they have to report goes to the given consumer. */
  static Local start(Routes.Purpose purpose, Consumer<String> reports) {
    try {
      return new Local("caldav-" + System.nanoTime(), purpose, reports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Channel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    workers.shutdownNow(); // the routes end with the process: to stop each would only take time
  }
}
