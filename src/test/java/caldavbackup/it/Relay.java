package caldavbackup.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Stands before a server, and counts what is open there at a time. */
final class Relay implements AutoCloseable {
  /** So that requests that may meet do meet. */
  private static final long ANSWER_NANOS = 2_000_000;

  private static final List<String> OF_THE_WIRE =
      List.of("connection", "content-length", "host", "transfer-encoding", "upgrade", "expect");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger all = new AtomicInteger();
  private ServerSocket listener;
  private HttpServer http;

  private Relay() {}

  /** Counts connections. */
  static Relay ofConnections(int target) throws IOException {
    Relay relay = new Relay();
    relay.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    relay.threads.execute(() -> relay.accept(target));
    return relay;
  }

  /** Counts requests, from their last byte to that of the answer. */
  static Relay ofRequests(int target) throws IOException {
    Relay relay = new Relay();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    relay.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    relay.http.setExecutor(relay.threads);
    relay.http.createContext("/", exchange -> relay.handOn(exchange, client, target));
    relay.http.start();
    return relay;
  }

  String location() {
    int port = http == null ? listener.getLocalPort() : http.getAddress().getPort();
    return "caldav+http://127.0.0.1:" + port + "/";
  }

  /** How many are open. */
  int open() {
    return open.get();
  }

  /** How many were open at one time. */
  int most() {
    return most.get();
  }

  /** How many there were. */
  int all() {
    return all.get();
  }

  private void begin() {
    all.incrementAndGet();
    most.accumulateAndGet(open.incrementAndGet(), Math::max);
  }

  private void accept(int target) {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        begin();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        threads.execute(() -> pump(client, server, true));
        threads.execute(() -> pump(server, client, false));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void pump(Socket from, Socket to, boolean isCounted) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one side has gone, and so does the other
    } finally {
      if (isCounted) {
        open.decrementAndGet();
      }
    }
  }

  private void handOn(HttpExchange exchange, HttpClient client, int target) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      begin();
      HttpResponse<byte[]> answer;
      try {
        LockSupport.parkNanos(ANSWER_NANOS);
        HttpRequest.Builder request =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + target + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange
            .getRequestHeaders()
            .forEach(
                (name, values) -> {
                  if (!OF_THE_WIRE.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                  }
                });
        answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      } finally {
        open.decrementAndGet(); // the client may have the last byte before this thread goes on
      }
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OF_THE_WIRE.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      int length = answer.body().length;
      exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
      if (length > 0) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
    if (http != null) {
      http.stop(0);
    }
    threads.shutdownNow();
  }
}
