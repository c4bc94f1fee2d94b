package caldavbackup.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The least of a CalDAV server, for what real ones cannot be made to do on demand: break off, leave
 * out, stall, lie.
 *
 * <p>The home is {@code /home/}; a test puts a {@link Fault} before what it would answer.
 */
final class FaultServer implements AutoCloseable {
  /** Answers a request in place of the server, or returns false to let it answer. */
  interface Fault {
    boolean answer(HttpExchange exchange, String body) throws IOException;
  }

  private static final Pattern HREF = Pattern.compile("<d:href>([^<]*)</d:href>");

  /** Where an answer goes that is not sent yet. */
  private static final ThreadLocal<byte[]> kept = new ThreadLocal<>();

  private final HttpServer server;
  private final Map<String, Map<String, String>> calendars = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private final Map<String, Map<String, String>> headers = new ConcurrentSkipListMap<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Fault fault = (exchange, body) -> false;

  private FaultServer(HttpServer server) {
    this.server = server;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  static FaultServer start() throws IOException {
    return new FaultServer(HttpServer.create(anyPort(), 0));
  }

  static FaultServer startTls(SSLContext context) throws IOException {
    HttpsServer https = HttpsServer.create(anyPort(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(context));
    return new FaultServer(https);
  }

  /** Talks only to those who have a certificate that the context trusts. */
  static FaultServer startTlsForKnownClients(SSLContext context, String protocol)
      throws IOException {
    HttpsServer https = HttpsServer.create(anyPort(), 0);
    https.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = context.getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            tls.setProtocols(new String[] {protocol});
            parameters.setSSLParameters(tls);
          }
        });
    return new FaultServer(https);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String location() {
    String scheme = server instanceof HttpsServer ? "caldav" : "caldav+http";
    return scheme + "://127.0.0.1:" + port() + "/";
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Adds a calendar with these objects, by name. */
  FaultServer calendar(String name, String... objects) {
    Map<String, String> all = calendars.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>());
    for (String object : objects) {
      all.put(object + ".ics", Ics.event(object, "Termin " + object));
    }
    return this;
  }

  Map<String, String> objects(String calendar) {
    return calendars.get(calendar);
  }

  void remove(String calendar) {
    calendars.remove(calendar);
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

  /** Only for the listing of this calendar, in whatever way it is asked for. */
  static Fault onListing(String calendar, Fault fault) {
    return (exchange, body) ->
        "1".equals(exchange.getRequestHeaders().getFirst("Depth"))
            && exchange.getRequestURI().getPath().equals("/home/" + calendar + "/")
            && body.contains("getetag")
            && !body.contains("calendar-multiget")
            && fault.answer(exchange, body);
  }

  /** Only for multigets. */
  static Fault onMultiget(Fault fault) {
    return (exchange, body) -> body.contains("calendar-multiget") && fault.answer(exchange, body);
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
        answer(exchange, body);
      }
    }
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    answerAs(exchange.getRequestURI().getRawPath(), exchange, body);
  }

  /** Answers as if this path had been asked for. */
  boolean answerAs(String path, HttpExchange exchange, String body) throws IOException {
    String[] parts = path.split("/");
    switch (exchange.getRequestMethod()) {
      case "PROPFIND" -> propfind(exchange, path, parts);
      case "REPORT" -> multistatus(exchange, multiget(body, parts[2]));
      case "GET" -> {
        boolean isObject = parts.length == 4 && calendars.containsKey(parts[2]);
        String object = isObject ? calendars.get(parts[2]).get(parts[3]) : null;
        reply(exchange, object == null ? 404 : 200, "text/calendar", object == null ? "" : object);
      }
      case "PUT" -> {
        calendars.get(parts[2]).put(parts[3], body);
        reply(exchange, 201, "text/plain", "");
      }
      case "MKCALENDAR" -> {
        calendar(parts[2]);
        reply(exchange, 201, "text/plain", "");
      }
      default -> reply(exchange, 405, "text/plain", "");
    }
    return true;
  }

  private void propfind(HttpExchange exchange, String path, String[] parts) throws IOException {
    boolean inside = "1".equals(exchange.getRequestHeaders().getFirst("Depth"));
    if (path.equals("/")) {
      multistatus(
          exchange,
          response(
              "/", "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>"));
    } else if (path.equals("/me/")) {
      multistatus(
          exchange,
          response("/me/", "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>"));
    } else if (path.equals("/home/")) {
      StringBuilder all =
          new StringBuilder(response("/home/", "<d:resourcetype><d:collection/></d:resourcetype>"));
      calendars.keySet().forEach(name -> all.append(calendarResponse(name)));
      multistatus(exchange, all.toString());
    } else if (parts.length == 3 && calendars.containsKey(parts[2])) {
      multistatus(exchange, calendarResponse(parts[2]) + (inside ? members(parts[2]) : ""));
    } else if (parts.length == 4 && objects(parts[2]).containsKey(parts[3])) {
      multistatus(exchange, member(parts[2], parts[3], objects(parts[2]).get(parts[3]), ""));
    } else {
      reply(exchange, 404, "text/plain", "nothing here");
    }
  }

  /** The listing of a calendar, without the calendar itself. */
  String members(String calendar) {
    StringBuilder all = new StringBuilder();
    calendars.get(calendar).forEach((name, ics) -> all.append(member(calendar, name, ics, "")));
    return all.toString();
  }

  /** The whole answer to a listing of a calendar. */
  String listing(String calendar) {
    return envelope(calendarResponse(calendar) + members(calendar));
  }

  /** The responses to a multiget, without the envelope. */
  String multiget(String body, String calendar) {
    StringBuilder all = new StringBuilder();
    for (Matcher href = HREF.matcher(body); href.find(); ) {
      String name = href.group(1).substring(href.group(1).lastIndexOf('/') + 1);
      String ics = calendars.get(calendar).get(name);
      all.append(
          ics == null
              ? "<d:response><d:href>"
                  + href.group(1)
                  + "</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
              : member(calendar, name, ics, data(ics)));
    }
    return all.toString();
  }

  /** An object's text as it stands in a multiget. */
  static String data(String ics) {
    return "<c:calendar-data>" + escape(ics) + "</c:calendar-data>";
  }

  static String member(String calendar, String name, String ics, String more) {
    return response(
        "/home/" + calendar + "/" + name,
        "<d:getetag>\""
            + ics.hashCode()
            + "\"</d:getetag><d:getcontentlength>"
            + ics.getBytes(StandardCharsets.UTF_8).length
            + "</d:getcontentlength>"
            + more);
  }

  static String calendarResponse(String name) {
    return response(
        "/home/" + name + "/",
        "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>"
            + name
            + "</d:displayname>");
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

  static String envelope(String responses) {
    return "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\""
        + " xmlns:c=\"urn:ietf:params:xml:ns:caldav\">"
        + responses
        + "</d:multistatus>";
  }

  static void multistatus(HttpExchange exchange, String responses) throws IOException {
    reply(exchange, 207, "application/xml", envelope(responses));
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
