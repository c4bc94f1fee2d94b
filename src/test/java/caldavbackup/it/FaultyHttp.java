package caldavbackup.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP end of a server that a test makes answer, delay, cut and refuse: it notes each request,
 * and asks a {@link Fault} before it answers.
 */
abstract class FaultyHttp implements AutoCloseable {
  /** Answers a request in place of the server, or returns false to let it answer. */
  interface Fault {
    boolean answer(HttpExchange exchange, String body) throws IOException;
  }

  /** Where an answer goes that is not sent yet. */
  private static final ThreadLocal<byte[]> kept = new ThreadLocal<>();

  private final HttpServer server;
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private final Map<String, Map<String, String>> headers = new ConcurrentSkipListMap<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Fault fault = (exchange, body) -> false;

  FaultyHttp(HttpServer server) {
    this.server = server;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Answers a request as if this path had been asked for, and returns true. */
  abstract boolean answerAs(String path, HttpExchange exchange, String body) throws IOException;

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String location() {
    String scheme = server instanceof HttpsServer ? "caldav" : "caldav+http";
    return scheme + "://127.0.0.1:" + port() + "/";
  }

  int port() {
    return server.getAddress().getPort();
  }

  Fault fault() {
    return fault;
  }

  void fault(Fault wanted) {
    fault = wanted;
  }

  /** Only for requests of this method whose path matches the regular expression. */
  static Fault on(String method, String path, Fault fault) {
    return (exchange, body) ->
        exchange.getRequestMethod().equals(method)
            && exchange.getRequestURI().getRawPath().matches(path)
            && fault.answer(exchange, body);
  }

  /** Only so many times. */
  static Fault times(int times, Fault fault) {
    AtomicInteger left = new AtomicInteger(times);
    return (exchange, body) -> left.getAndDecrement() > 0 && fault.answer(exchange, body);
  }

  /** Always this answer. */
  static Fault answer(int status, String type, String text) {
    return (exchange, body) -> {
      reply(exchange, status, type, text);
      return true;
    };
  }

  /** Always this status, with one header and no body. */
  static Fault header(int status, String name, String value) {
    return (exchange, body) -> {
      exchange.getResponseHeaders().set(name, value);
      exchange.sendResponseHeaders(status, -1);
      return true;
    };
  }

  /** Says nothing until the server is closed. */
  Fault silence() {
    return (exchange, body) -> {
      awaitClosing();
      return true;
    };
  }

  /** Says the first half, and nothing more until the server is closed. */
  Fault halfThenSilence(int status, String text) {
    return (exchange, body) -> {
      sendHalf(exchange, status, text);
      awaitClosing();
      return true;
    };
  }

  /** Says the first half of what it announced, and breaks the connection. */
  static Fault halfThenBreak(int status, String text) {
    return (exchange, body) -> {
      sendHalf(exchange, status, text);
      throw new IOException("broken off, as the test wants it");
    };
  }

  private static void sendHalf(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
    exchange.getResponseBody().flush();
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@code METHOD path} of every request so far. */
  List<String> requests() {
    return new ArrayList<>(requests);
  }

  Map<String, String> headersOf(String method, String path) {
    return headers.entrySet().stream()
        .filter(e -> e.getKey().startsWith(method) && e.getKey().endsWith(path))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
      requests.add(line);
      Map<String, String> sent = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> sent.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      headers.put(line, sent);
      if (!fault.answer(exchange, body)) {
        answerAs(exchange.getRequestURI().getRawPath(), exchange, body);
      }
    }
  }

  /** The body of what the server would answer. */
  byte[] answerTo(HttpExchange exchange, String body) throws IOException {
    return answerTo(exchange.getRequestURI().getRawPath(), exchange, body);
  }

  /** The same, if this path had been asked for. */
  byte[] answerTo(String path, HttpExchange exchange, String body) throws IOException {
    kept.set(new byte[0]);
    try {
      answerAs(path, exchange, body);
      return kept.get();
    } finally {
      kept.remove();
    }
  }

  static void reply(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (kept.get() != null) {
      kept.set(bytes);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  long requests(String method) {
    return requests.stream().filter(line -> line.startsWith(method + " ")).count();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}
