package caldavbackup.it.providers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CalDAV server that behaves as a hosted provider is known to: this engine does what RFC 4791
 * says, a subclass for each provider does what that provider does otherwise.
 *
 * <p>It answers one request at a time. Objects are kept byte for byte.
 */
abstract class SimulatedServer implements AutoCloseable {
  private static final Pattern HREF = Pattern.compile("<d:href>([^<]*)</d:href>");
  private static final Pattern SET = Pattern.compile("<d:prop>(.*)</d:prop>", Pattern.DOTALL);
  private static final Pattern PROPERTY =
      Pattern.compile("<([\\w:-]+)((?:\\s[^>]*)?)>(.*?)</\\1>|<([\\w:-]+)/>", Pattern.DOTALL);

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

  /** A calendar: its properties as XML elements by name, and its objects by name. */
  static final class Collection {
    final Map<String, String> properties = new TreeMap<>();
    final Map<String, byte[]> objects = new TreeMap<>();
    String types = "<d:collection/><c:calendar/>";
  }

  final Map<String, Collection> calendars = new TreeMap<>();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

  /** Everybody whom this provider would have mailed. */
  final List<String> mailed = new ArrayList<>();

  private final HttpServer server;

  SimulatedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  /** The provider's name, for the reports of the tests. */
  String name() {
    return getClass().getSimpleName();
  }

  final String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What a user gives as location. */
  String location() {
    return "caldav+" + url() + "/";
  }

  /** How a user signs in; the password is always this. */
  Map<String, String> signIn() {
    return Map.of("username", "alice", "password", "app-password");
  }

  String principal() {
    return "/principals/alice/";
  }

  String home() {
    return "/calendars/alice/";
  }

  /** The home as the principal names it. */
  String homeHref() {
    return home();
  }

  /** Adds a calendar to the account. */
  final Collection calendar(String segment, String... properties) {
    Collection collection = new Collection();
    collection.properties.put("d:displayname", "<d:displayname>" + segment + "</d:displayname>");
    for (String property : properties) {
      collection.properties.put(elementName(property), property);
    }
    calendars.put(home() + segment + "/", collection);
    return collection;
  }

  /** Requests so far, {@code METHOD path}. */
  final List<String> requests() {
    return new ArrayList<>(requests);
  }

  final long requests(String method) {
    return requests.stream().filter(line -> line.startsWith(method + " ")).count();
  }

  /** What the server says before it looks at the request; null to look at it. */
  Answer before(Request request) {
    return null;
  }

  boolean accepts(String authorization) {
    return ("Basic " + Base64.getEncoder().encodeToString(bytes("alice:app-password")))
        .equals(authorization);
  }

  Answer unauthorized() {
    return Answer.of(401).with("WWW-Authenticate", "Basic realm=\"" + name() + "\"");
  }

  Answer wellKnown(Request request) {
    return Answer.of(301).with("Location", "/");
  }

  /** The ETag of an object as the listing gives it, element text; null for none. */
  String etag(byte[] object) {
    return "\"" + Integer.toHexString(java.util.Arrays.hashCode(object)) + "\"";
  }

  /** The names of a calendar's objects that a listing shows. */
  List<String> listed(Collection calendar) {
    return List.copyOf(calendar.objects.keySet());
  }

  /** The href of an object as answers have it. */
  String href(String calendar, String name) {
    return calendar + encode(name);
  }

  Answer put(Request request, String path, Collection calendar, String name) {
    byte[] object = latin(request.body());
    boolean there = calendar.objects.containsKey(name);
    if (there && "*".equals(request.header("If-None-Match"))) {
      return Answer.of(412);
    }
    calendar.objects.put(name, object);
    Answer done = Answer.of(there ? 204 : 201);
    return etag(object) == null ? done : done.with("ETag", etag(object));
  }

  /** What the provider says it can do (RFC 4918, section 10.1); null when it has no OPTIONS. */
  String dav() {
    return null;
  }

  /** Whether the request asks in a way that this provider heeds to mail nobody. */
  boolean isQuiet(Request request) {
    return false;
  }

  /** As a provider that schedules does: alice's guests are mailed about what she changes. */
  private void schedule(Request request, String changed) {
    String object = changed.replaceAll("\r?\n[ \t]", "");
    if (dav() != null && object.contains("\nORGANIZER:mailto:alice@") && !isQuiet(request)) {
      Matcher guest = Pattern.compile("(?m)^ATTENDEE.*:mailto:(\\S+)").matcher(object);
      while (guest.find()) {
        mailed.add(guest.group(1));
      }
    }
  }

  Answer makeCalendar(Request request) {
    if (calendars.containsKey(request.path())) {
      return Answer.xml(403, "<d:error xmlns:d='DAV:'><d:resource-must-be-null/></d:error>");
    }
    Collection collection = new Collection();
    setProperties(collection, request.body());
    calendars.put(request.path(), collection);
    return Answer.of(201);
  }

  Answer multiget(Request request, String path, Collection calendar) {
    StringBuilder responses = new StringBuilder();
    for (Matcher href = HREF.matcher(request.body()); href.find(); ) {
      responses.append(objectResponse(calendar, href.group(1), true));
    }
    return multistatus(responses.toString());
  }

  Answer query(Request request, String path, Collection calendar) {
    StringBuilder responses = new StringBuilder();
    for (String name : calendar.objects.keySet()) {
      responses.append(
          objectResponse(calendar, href(path, name), request.body().contains("calendar-data")));
    }
    return multistatus(responses.toString());
  }

  private Answer report(Request request) {
    Collection calendar = calendars.get(request.path());
    if (calendar == null) {
      return Answer.of(404);
    }
    return request.body().contains("calendar-multiget")
        ? multiget(request, request.path(), calendar)
        : request.body().contains("calendar-query")
            ? query(request, request.path(), calendar)
            : Answer.xml(403, "<d:error xmlns:d='DAV:'><d:supported-report/></d:error>");
  }

  /** The response for one object of a calendar, 404 when it is not there. */
  String objectResponse(Collection calendar, String href, boolean data) {
    byte[] object = calendar.objects.get(decode(href.substring(href.lastIndexOf('/') + 1)));
    if (object == null) {
      return "<d:response><d:href>"
          + href
          + "</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>";
    }
    String etag = etag(object);
    return response(
        href,
        (etag == null ? "" : "<d:getetag>" + escape(etag) + "</d:getetag>")
            + length(object)
            + "<d:resourcetype/>"
            + (data
                ? "<c:calendar-data>"
                    + escape(new String(object, StandardCharsets.UTF_8))
                    + "</c:calendar-data>"
                : ""));
  }

  String length(byte[] object) {
    return "<d:getcontentlength>" + object.length + "</d:getcontentlength>";
  }

  /** What else a calendar's response holds. */
  String calendarProperties(String path, Collection calendar) {
    return "<d:resourcetype>"
        + calendar.types
        + "</d:resourcetype>"
        + String.join("", calendar.properties.values());
  }

  Answer propfind(Request request) {
    String path = request.path();
    Collection calendar = calendars.get(path.endsWith("/") ? path : path + "/");
    if (calendar != null) {
      StringBuilder all = new StringBuilder(response(path, calendarProperties(path, calendar)));
      if (request.depth1()) {
        listed(calendar)
            .forEach(name -> all.append(objectResponse(calendar, href(path, name), false)));
      }
      return multistatus(all.toString());
    }
    if (path.equals(home())) {
      StringBuilder all =
          new StringBuilder(response(path, "<d:resourcetype><d:collection/></d:resourcetype>"));
      if (request.depth1()) {
        calendars.forEach((url, each) -> all.append(response(url, calendarProperties(url, each))));
        all.append(moreInHome());
      }
      return multistatus(all.toString());
    }
    if (path.equals(principal())) {
      return multistatus(
          response(
              path,
              "<d:resourcetype><d:principal/></d:resourcetype><c:calendar-home-set><d:href>"
                  + homeHref()
                  + "</d:href></c:calendar-home-set>"
                  + (dav() == null
                      ? ""
                      : "<c:calendar-user-address-set><d:href>mailto:alice@example.org</d:href>"
                          + "</c:calendar-user-address-set>")));
    }
    if (path.equals("/")) {
      return multistatus(
          response(
              path,
              "<d:resourcetype><d:collection/></d:resourcetype><d:current-user-principal><d:href>"
                  + principal()
                  + "</d:href></d:current-user-principal>"));
    }
    return Answer.of(404, "nothing here");
  }

  /** What the home holds beside calendars. */
  String moreInHome() {
    return "";
  }

  private Answer proppatch(Request request) {
    Collection calendar = calendars.get(request.path());
    if (calendar == null) {
      return Answer.of(404);
    }
    setProperties(calendar, request.body());
    return multistatus(response(request.path(), ""));
  }

  private static void setProperties(Collection calendar, String body) {
    Matcher set = SET.matcher(body);
    if (set.find()) {
      for (Matcher property = PROPERTY.matcher(set.group(1)); property.find(); ) {
        if (!property.group().startsWith("<d:resourcetype")) {
          calendar.properties.put(elementName(property.group()), property.group());
        }
      }
    }
  }

  private static String elementName(String xml) {
    return xml.substring(1).split("[\\s/>]", 2)[0];
  }

  private Answer object(Request request) {
    String path = request.path();
    String parent = path.substring(0, path.lastIndexOf('/') + 1);
    String name = decode(path.substring(parent.length()));
    Collection calendar = calendars.get(parent);
    if (calendar == null || name.isEmpty()) {
      return Answer.of(request.method().equals("PUT") ? 409 : 404);
    }
    if (request.method().equals("PUT")) {
      Answer answer = put(request, parent, calendar, name);
      if (answer.status() < 300) {
        schedule(request, request.body());
      }
      return answer;
    }
    byte[] object = calendar.objects.get(name);
    if (object == null) {
      return Answer.of(404);
    }
    if (request.method().equals("DELETE")) {
      calendar.objects.remove(name);
      schedule(request, new String(object, StandardCharsets.UTF_8));
      return Answer.of(204);
    }
    return get(name, object);
  }

  Answer get(String name, byte[] object) {
    return new Answer(200, "text/calendar; charset=utf-8", object, Map.of());
  }

  private Answer answer(Request request) {
    Answer first = before(request);
    if (first != null) {
      return first;
    }
    if (!accepts(request.header("Authorization"))) {
      return unauthorized();
    }
    if (request.path().equals("/.well-known/caldav")) {
      return wellKnown(request);
    }
    return switch (request.method()) {
      case "PROPFIND" -> propfind(request);
      case "REPORT" -> report(request);
      case "MKCALENDAR", "MKCOL" -> makeCalendar(request);
      case "PROPPATCH" -> proppatch(request);
      case "GET", "PUT", "DELETE" -> object(request);
      case "OPTIONS" -> dav() == null ? Answer.of(405) : Answer.of(200).with("DAV", dav());
      default -> Answer.of(405);
    };
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

  static String uid(byte[] object) {
    Matcher uid =
        Pattern.compile("(?m)^UID:(.*?)\r?$").matcher(new String(object, StandardCharsets.UTF_8));
    return uid.find() ? uid.group(1) : null;
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
