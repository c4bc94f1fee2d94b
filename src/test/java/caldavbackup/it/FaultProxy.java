package caldavbackup.it;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between the launcher and a real server and hands on bytes, until it is told to do it
 * badly.
 */
final class FaultProxy implements Closeable {
  private final ServerSocket listener;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong passed = new AtomicLong();
  private volatile int atATime = 1 << 16;

  FaultProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  String location() {
    return "caldav+http://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  /**
   * Breaks whichever connection hands on this byte of all that the server says from now on; once.
   */
  void cutAfter(long bytes) {
    passed.set(0);
    untilCut.set(bytes);
  }

  /** Hands on so few bytes at a time, with a pause behind each. */
  void trickle(int bytes) {
    atATime = bytes;
  }

  /** Bytes that the server has said since the last cut was ordered. */
  long passed() {
    return passed.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        threads.execute(() -> pass(client, server, false));
        threads.execute(() -> pass(server, client, true));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answers) {
          n = allowed(n);
        }
        for (int at = 0; at < n; at += atATime) {
          out.write(buffer, at, Math.min(atATime, n - at));
          out.flush();
          if (atATime < buffer.length) {
            LockSupport.parkNanos(1_000_000);
          }
        }
        if (answers && untilCut.get() == 0) {
          untilCut.set(Long.MAX_VALUE);
          from.setSoLinger(true, 0);
          to.setSoLinger(true, 0);
          return;
        }
      }
    } catch (IOException e) {
      // one side has gone, and so does the other
    }
  }

  private synchronized int allowed(int n) {
    passed.addAndGet(n);
    long left = untilCut.get();
    if (left == Long.MAX_VALUE) {
      return n;
    }
    int now = (int) Math.min(n, left);
    untilCut.set(left - now);
    return now;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
