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
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/** Both services in this process, reached as Plakar reaches them, without a process between. */
final class Local implements AutoCloseable {
  private final Routes routes = Routes.start();
  private final ExecutorService workers = Workers.create();
  private final Server server;
  private final ManagedChannel channel;

  private Local(String name) throws IOException {
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(new ImporterService(routes, workers))
            .addService(new ExporterService(routes, workers))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  static Local start() {
    try {
      return new Local("caldav-" + UUID.randomUUID());
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
    workers.shutdownNow();
    routes.close();
  }
}
