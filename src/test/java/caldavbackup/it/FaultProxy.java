package caldavbackup.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between the launcher and a real server and hands on bytes, until it is told to do it
 * badly.
 */
final class FaultProxy implements Closeable {
  private static final int ALL = 1 << 16;
  private static final Pattern LENGTH = Pattern.compile("(?im)^Content-Length: *(\\d+)");

  private static final Pattern KEPT = Pattern.compile("(?im)^Connection:.*\r\n");

  /** What becomes of a request in place of its answer; the connection ends with it. */
  interface Fault {
    void strike(String request, Socket client) throws IOException;
  }

  /** A fault, whom it strikes, and how often it still does. */
  private record Order(Predicate<String> whom, AtomicLong left, Fault fault) {
    boolean strikes(String request) {
      return whom.test(request) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  private final ServerSocket listener;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong passed = new AtomicLong();
  private final List<Order> orders = new CopyOnWriteArrayList<>();
  private final AtomicLong brokenByAnother = new AtomicLong();
  private volatile int atATime = ALL;
  private volatile boolean answersOnce;

  FaultProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  String location() {
    return "caldav+http://127.0.0.1:" + port() + "/";
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

  /** Answers one request on each connection, and breaks it without a word when another comes. */
  void answerOnce() {
    answersOnce = true;
  }

  /** Connections that were broken because another request came. */
  long brokenByAnother() {
    return brokenByAnother.get();
  }

  /** Bytes that the server has said since the last cut was ordered. */
  long passed() {
    return passed.get();
  }

  /**
   * Lets a fault strike the next so many requests of a kind, told by their whole text.
   *
   * @return how many are still to come
   */
  AtomicLong strike(long times, Predicate<String> whom, Fault fault) {
    AtomicLong left = new AtomicLong(times);
    orders.add(new Order(whom, left, fault));
    return left;
  }

  /** Nothing is struck any more. */
  void mend() {
    orders.clear();
  }

  /** The server is not asked: it is busy, or broken. */
  static Fault answer(int status, String... headers) {
    StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " Struck\r\n");
    for (String header : headers) {
      answer.append(header).append("\r\n");
    }
    answer.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
    return (request, client) -> client.getOutputStream().write(bytes(answer.toString()));
  }

  /** The server's answer ends in its middle, and nothing in HTTP tells. */
  Fault half() {
    return (request, client) -> {
      String whole = ask(request);
      String unbounded = LENGTH.matcher(whole).replaceFirst("X-Length: $1");
      client.getOutputStream().write(bytes(halfOf(unbounded)));
    };
  }

  /** The connection breaks in the middle of the server's answer. */
  Fault reset() {
    return (request, client) -> {
      client.getOutputStream().write(bytes(halfOf(ask(request))));
      client.setSoLinger(true, 0);
    };
  }

  /** The server's whole answer, in a form that ends with its connection: HTTP/1.0. */
  private String ask(String request) throws IOException {
    String old =
        KEPT.matcher(request).replaceFirst("").replaceFirst(" HTTP/1.1\r\n", " HTTP/1.0\r\n");
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      server.getOutputStream().write(bytes(old));
      server.getOutputStream().flush();
      return text(server.getInputStream().readAllBytes());
    }
  }

  private static String halfOf(String answer) {
    int head = answer.indexOf("\r\n\r\n") + 4;
    return answer.substring(0, head + (answer.length() - head) / 2);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> passRequests(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void passRequests(Socket client) {
    try (client;
        Socket server = new Socket()) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      for (String request = request(in); request != null; request = request(in)) {
        for (Order order : orders) {
          if (order.strikes(request)) {
            server.close(); // SOGo serves one connection at a time, and waits at an idle one
            order.fault().strike(request, client);
            return;
          }
        }
        if (!server.isConnected()) {
          server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
          threads.execute(() -> passAnswers(server, client));
        }
        pass(bytes(request), request.length(), server.getOutputStream());
        if (answersOnce && in.read() >= 0) {
          brokenByAnother.incrementAndGet();
          client.setSoLinger(true, 0); // so that it breaks while the request is still written
          return;
        }
      }
    } catch (IOException e) {
      // one side has gone, and so does the other
    }
  }

  /** The next request, one character for each byte; null when there is none. */
  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int end = 0;
    while (end < 4) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.write(b);
      end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : b == '\r' ? 1 : 0;
    }
    String request = text(head.toByteArray());
    Matcher length = LENGTH.matcher(request);
    return length.find()
        ? request + text(in.readNBytes(Integer.parseInt(length.group(1))))
        : request;
  }

  private void passAnswers(Socket server, Socket client) {
    try (server;
        client) {
      InputStream in = server.getInputStream();
      byte[] buffer = new byte[ALL];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        pass(buffer, allowed(n), client.getOutputStream());
        if (untilCut.get() == 0) {
          untilCut.set(Long.MAX_VALUE);
          server.setSoLinger(true, 0);
          client.setSoLinger(true, 0);
          return;
        }
      }
    } catch (IOException e) {
      // one side has gone, and so does the other
    }
  }

  private void pass(byte[] bytes, int n, OutputStream out) throws IOException {
    for (int at = 0; at < n; at += atATime) {
      out.write(bytes, at, Math.min(atATime, n - at));
      out.flush();
      if (atATime < ALL) {
        LockSupport.parkNanos(1_000_000);
      }
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

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
