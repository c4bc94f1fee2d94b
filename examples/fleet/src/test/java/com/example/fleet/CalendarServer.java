package com.example.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CalDAV server whose every user has one calendar with the same number of events, which answers
 * after a pause. It is busy for the users that are told.
 */
public final class CalendarServer implements AutoCloseable {
  private static final int MULTI_STATUS = 207;
  private static final Pattern HREF = Pattern.compile("href[^>]*>([^<]*/(\\d+)\\.ics)<");

  private final HttpServer server;
  private final long pause;
  private final int events;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean tellsRevisions;
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * Serves on a loopback port.
   *
   * @param port 0 for a free one
   * @param pause milliseconds before each answer
   * @param events in the calendar of each user
   */
  public CalendarServer(int port, long pause, int events) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for an acknowledgement
    this.pause = pause;
    this.events = events;
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 200);
    server.setExecutor(Executors.newFixedThreadPool(64));
    server.createContext("/", this::answer);
    server.start();
  }

  /** Serves until the process is stopped: port, milliseconds, events. */
  public static void main(String[] words) throws Exception {
    new CalendarServer(Integer.parseInt(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]));
    System.out.println("ready");
    Thread.currentThread().join();
  }

  /** The location of the accounts. */
  public String location() {
    return "caldav+http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The server answers a user with 429 and asks for a minute of patience, or does so no more. */
  public void setBusy(String user, boolean isBusy) {
    if (isBusy) {
      busy.add(user);
    } else {
      busy.remove(user);
    }
  }

  /** Calendars have a CTag from now on. */
  public void tellRevisions() {
    tellsRevisions = true;
  }

  /** How many requests came. */
  public int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"calendars\"");
      send(exchange, 401, "");
      return;
    }
    String user = new String(Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8).split(":")[0];
    if (busy.contains(user)) {
      exchange.getResponseHeaders().set("Retry-After", "60");
      send(exchange, 429, "");
      return;
    }
    String path = exchange.getRequestURI().getPath();
    String depth = exchange.getRequestHeaders().getFirst("Depth");
    String home = "/" + user + "/";
    String calendar = home + "work/";
    String found = null;
    if (exchange.getRequestMethod().equals("PROPFIND")) {
      found = found(path, "1".equals(depth), user, home, calendar);
    } else if (exchange.getRequestMethod().equals("REPORT") && body.contains("calendar-multiget")) {
      found = objects(body, user, calendar);
    } else if (exchange.getRequestMethod().equals("GET") && path.startsWith(calendar)) {
      exchange.getResponseHeaders().set("ETag", etag(number(path)));
      send(exchange, 200, event(user, number(path)));
      return;
    }
    if (found == null) {
      send(exchange, exchange.getRequestMethod().equals("REPORT") ? 403 : 404, "");
    } else {
      exchange.getResponseHeaders().set("Content-Type", "application/xml; charset=utf-8");
      send(exchange, MULTI_STATUS, "<multistatus xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">" + found + "</multistatus>");
    }
  }

  private String found(String path, boolean isDeep, String user, String home, String calendar) {
    if (path.equals("/") || path.startsWith("/.well-known")) {
      return response("/", principal(home) + "<resourcetype><collection/></resourcetype>");
    }
    if (path.equals(home)) {
      String own = response(home, principal(home) + "<resourcetype><collection/><principal/></resourcetype><displayname>" + user + "</displayname>");
      return isDeep ? own + calendar(calendar, home) : own;
    }
    if (!path.equals(calendar)) {
      return null;
    }
    StringBuilder found = new StringBuilder(calendar(calendar, home));
    for (int i = 0; isDeep && i < events; i++) {
      found.append(
          response(
              calendar + i + ".ics",
              "<resourcetype/><getetag>" + etag(i) + "</getetag><getcontentlength>" + event(user, i).length()
                  + "</getcontentlength><getcontenttype>text/calendar</getcontenttype>"));
    }
    return found.toString();
  }

  private static String principal(String home) {
    return "<current-user-principal><href>" + home + "</href></current-user-principal><principal-URL><href>" + home
        + "</href></principal-URL><C:calendar-home-set><href>" + home + "</href></C:calendar-home-set>";
  }

  private String calendar(String href, String home) {
    return response(
        href,
        "<resourcetype><collection/><C:calendar/></resourcetype><displayname>Work</displayname><owner><href>" + home
            + "</href></owner><C:supported-calendar-component-set><C:comp name=\"VEVENT\"/></C:supported-calendar-component-set>"
            + (tellsRevisions ? "<S:getctag xmlns:S=\"http://calendarserver.org/ns/\">b1946ac92492d2347c6235b4d2611184</S:getctag>" : ""));
  }

  private static String objects(String body, String user, String calendar) {
    StringBuilder found = new StringBuilder();
    Matcher hrefs = HREF.matcher(body);
    while (hrefs.find()) {
      int number = Integer.parseInt(hrefs.group(2));
      found.append(
          response(
              calendar + number + ".ics",
              "<getetag>" + etag(number) + "</getetag><getcontentlength>" + event(user, number).length()
                  + "</getcontentlength><C:calendar-data>" + event(user, number) + "</C:calendar-data>"));
    }
    return found.toString();
  }

  private static String response(String href, String properties) {
    return "<response><href>" + href + "</href><propstat><prop>" + properties + "</prop><status>HTTP/1.1 200 OK</status></propstat></response>";
  }

  private static int number(String path) {
    return Integer.parseInt(path.replaceAll(".*/(\\d+)\\.ics", "$1"));
  }

  private static String etag(int number) {
    return "\"" + number + "\"";
  }

  static String event(String user, int number) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//fleet//EN\r\nBEGIN:VEVENT\r\nUID:" + user + "-" + number
        + "\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260301T100000Z\r\nSUMMARY:Event " + number + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
