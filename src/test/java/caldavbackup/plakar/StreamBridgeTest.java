package caldavbackup.plakar;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalServerChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamBridgeTest {
  private final EventLoopGroup loops = new DefaultEventLoopGroup(2);
  private final LocalAddress address = new LocalAddress("test-" + UUID.randomUUID());
  private Channel server;

  /** A server that says everything again. */
  @BeforeEach
  void listen() {
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(LocalServerChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Echo());
                  }
                })
            .bind(address)
            .syncUninterruptibly()
            .channel();
  }

  @AfterEach
  void stop() {
    server.close().syncUninterruptibly();
    loops.shutdownGracefully();
  }

  @Test
  void every_byte_goes_both_ways_in_order() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(7).nextBytes(sent);
    try (PipedOutputStream toPlugin = new PipedOutputStream();
        PipedInputStream fromPlugin = new PipedInputStream(1000)) {
      PipedInputStream in = new PipedInputStream(toPlugin, 1000);
      StreamBridge.connect(loops, address, in, new PipedOutputStream(fromPlugin));
      Thread writer =
          new Thread(
              () -> {
                try {
                  toPlugin.write(sent);
                  toPlugin.flush();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      writer.start();
      assertThat(fromPlugin.readNBytes(sent.length)).isEqualTo(sent);
      writer.join();
    }
  }

  @Test
  void the_end_of_the_input_ends_the_bridge() {
    StreamBridge bridge =
        StreamBridge.connect(
            loops,
            address,
            new ByteArrayInputStream(new byte[] {1, 2, 3}),
            OutputStream.nullOutputStream());
    bridge.awaitEnd();
    assertThat(server.isOpen()).isTrue();
  }

  @Test
  void an_input_that_breaks_ends_the_bridge() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken pipe");
          }
        };
    StreamBridge bridge =
        StreamBridge.connect(loops, address, broken, OutputStream.nullOutputStream());
    bridge.awaitEnd();
    assertThat(server.isOpen()).isTrue();
  }

  @Test
  void the_end_of_the_channel_closes_the_output() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            // nothing is sent
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    try (PipedOutputStream open = new PipedOutputStream()) {
      StreamBridge bridge = StreamBridge.connect(loops, address, new PipedInputStream(open), out);
      open.write(Echo.BYE);
      open.flush();
      closed.await();
      bridge.awaitEnd();
      assertThat(closed.getCount()).isZero();
    }
  }

  @Test
  void an_output_that_nobody_reads_any_more_ends_the_bridge() throws Exception {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    try (PipedOutputStream open = new PipedOutputStream()) {
      StreamBridge bridge = StreamBridge.connect(loops, address, new PipedInputStream(open), gone);
      open.write(1);
      open.flush();
      bridge.awaitEnd();
      assertThat(server.isOpen()).isTrue();
    }
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    static final int BYE = 255;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      io.netty.buffer.ByteBuf bytes = (io.netty.buffer.ByteBuf) message;
      if (bytes.readableBytes() == 1 && bytes.getUnsignedByte(0) == BYE) {
        bytes.release();
        context.close();
      } else {
        context.writeAndFlush(message);
      }
    }
  }
}
