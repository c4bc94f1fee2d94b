package caldavbackup.it.providers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP end of a simulated provider: it notes each request and answers one at a time. */
abstract class SimulatedHttp implements AutoCloseable {
  /** What a request is answered with. */
  record Answer(int status, String type, byte[] body, Map<String, String> headers) {
    static Answer of(int status) {
      return new Answer(status, null, new byte[0], Map.of());
    }

    static Answer of(int status, String text) {
      return new Answer(status, "text/plain", bytes(text), Map.of());
    }

    static Answer xml(int status, String xml) {
      return new Answer(
          status,
          "application/xml; charset=utf-8",
          bytes("<?xml version=\"1.0\"?>" + xml),
          Map.of());
    }

    Answer with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Answer(status, type, body, more);
    }
  }

  /** A request, read whole. */
  record Request(String method, String path, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }

    boolean depth1() {
      return "1".equals(header("Depth"));
    }
  }

  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  SimulatedHttp() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  /** What a request is answered with; no other request is answered at the same time. */
  abstract Answer answer(Request request);

  final String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Requests so far, {@code METHOD path}. */
  final List<String> requests() {
    return new ArrayList<>(requests);
  }

  final long requests(String method) {
    return requests.stream().filter(line -> line.startsWith(method + " ")).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) ->
                  headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
      byte[] body = exchange.getRequestBody().readAllBytes();
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              headers,
              new String(
                  body,
                  exchange.getRequestMethod().equals("PUT")
                      ? StandardCharsets.ISO_8859_1
                      : StandardCharsets.UTF_8));
      requests.add(request.method() + " " + request.path());
      Answer answer;
      synchronized (this) {
        answer = answer(request);
      }
      if (answer.type() != null) {
        exchange.getResponseHeaders().set("Content-Type", answer.type());
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      int length = answer.body().length;
      exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  static Answer multistatus(String responses) {
    return Answer.xml(
        207,
        "<d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\""
            + " xmlns:a=\"http://apple.com/ns/ical/\" xmlns:cs=\"http://calendarserver.org/ns/\""
            + " xmlns:nc=\"http://nextcloud.com/ns\" xmlns:oc=\"http://owncloud.org/ns\">"
            + responses
            + "</d:multistatus>");
  }

  static String response(String href, String properties) {
    return "<d:response><d:href>"
        + href
        + "</d:href><d:propstat><d:prop>"
        + properties
        + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  static String encode(String segment) {
    return java.net.URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    server.stop(0);
    ((ExecutorService) server.getExecutor()).shutdownNow();
  }
}
