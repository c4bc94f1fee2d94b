package caldavbackup.plakar;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * Copies bytes between a pair of streams and a Netty channel inside this process, in each direction
 * at the speed of the slower end.
 */
public final class StreamBridge {
  private static final int BUFFER_BYTES = 64 << 10;

  private final CountDownLatch ended = new CountDownLatch(1);

  private StreamBridge() {}

  /**
   * Connects to a server that listens inside this process.
   *
   * @param loops the event loops of the server, whose bytes are written on the thread that produces
   *     them. A client that does not read blocks it. This is acceptable, because HTTP/2 flow
   *     control limits what the server may send
   * @param in copied to the server on a separate thread until it ends
   * @param out receives what the server sends
   */
  static StreamBridge connect(
      EventLoopGroup loops, LocalAddress server, InputStream in, OutputStream out) {
    StreamBridge bridge = new StreamBridge();
    Channel channel =
        new Bootstrap()
            .group(loops)
            .channel(LocalChannel.class)
            .handler(bridge.writer(out))
            .connect(server)
            .syncUninterruptibly()
            .channel();
    bridge.read(in, channel);
    return bridge;
  }

  /**
   * A gRPC channel to a plugin at the other end of two streams, in the role of Plakar.
   *
   * @param in the output of the plugin, its stdout
   * @param out the input of the plugin, its stdin; closed with the channel
   */
  public static ManagedChannel channel(InputStream in, OutputStream out) {
    LocalAddress address = new LocalAddress("plugin-" + UUID.randomUUID());
    EventLoopGroup loops = new DefaultEventLoopGroup(1);
    StreamBridge bridge = new StreamBridge();
    ChannelInitializer<Channel> accept =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(bridge.writer(out));
            bridge.read(in, channel);
          }
        };
    new ServerBootstrap()
        .group(loops)
        .channel(LocalServerChannel.class)
        .childHandler(accept)
        .bind(address)
        .syncUninterruptibly();
    return NettyChannelBuilder.forAddress(address)
        .channelType(LocalChannel.class)
        .eventLoopGroup(loops)
        .usePlaintext()
        .build();
  }

  /**
   * The handler that writes received bytes to the stream. A slow stream blocks the event loop, and
   * so the sender.
   */
  ChannelInboundHandlerAdapter writer(OutputStream out) {
    return new SimpleChannelInboundHandler<ByteBuf>() {
      @Override
      protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) throws IOException {
        bytes.readBytes(out, bytes.readableBytes());
      }

      @Override
      public void channelReadComplete(ChannelHandlerContext context) throws IOException {
        out.flush();
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) throws IOException {
        out.close();
        ended.countDown();
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // the other end has closed
      }
    };
  }

  /** Copies the stream to the channel until it ends. */
  void read(InputStream in, Channel channel) {
    Thread thread =
        new Thread(
            () -> {
              byte[] buffer = new byte[BUFFER_BYTES];
              try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  ChannelFuture written =
                      channel.writeAndFlush(Unpooled.copiedBuffer(buffer, 0, n));
                  if (!channel.isWritable()) {
                    written.syncUninterruptibly();
                  }
                }
              } catch (IOException | RuntimeException e) {
                // a broken stream counts as ended
              } finally {
                ended.countDown();
              }
            },
            "caldav input");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until either side has ended. */
  public void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
