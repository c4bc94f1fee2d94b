package caldavbackup.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
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
final class FaultServer extends FaultyHttp {
  private static final Pattern HREF = Pattern.compile("<d:href>([^<]*)</d:href>");

  private final Map<String, Map<String, String>> calendars = new ConcurrentSkipListMap<>();

  private FaultServer(HttpServer server) {
    super(server);
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

  @Override
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
}
