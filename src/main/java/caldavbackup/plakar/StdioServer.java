package caldavbackup.plakar;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalServerChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;

/**
 * A gRPC server with a single client at the other end of two byte streams: Plakar, on stdin and
 * stdout.
 *
 * <p>It opens no socket that other users of the machine could reach: the server listens inside the
 * process, and {@link StreamBridge} transfers the bytes.
 */
public final class StdioServer {
  private StdioServer() {}

  /**
   * Serves until the input ends.
   *
   * @param in the bytes of the client, HTTP/2 with prior knowledge
   * @param out receives the bytes of the server; no other code may write to it
   * @param services the services
   * @throws IOException when the server cannot start
   */
  public static void serve(InputStream in, OutputStream out, BindableService... services)
      throws IOException {
    LocalAddress address = new LocalAddress("caldav-" + UUID.randomUUID());
    EventLoopGroup loops = new DefaultEventLoopGroup(1);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .channelType(LocalServerChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .directExecutor(); // the services switch threads themselves
    for (BindableService service : services) {
      builder.addService(service);
    }
    Server server = builder.build().start();
    try {
      StreamBridge.connect(loops, address, in, out).awaitEnd();
    } finally {
      server.shutdownNow();
      loops.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS);
    }
  }
}
