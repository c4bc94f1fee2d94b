package caldavbackup.it.providers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CalDAV server that behaves as a hosted provider is known to: this engine does what RFC 4791
 * says, a subclass for each provider does what that provider does otherwise.
 *
 * <p>Objects are kept byte for byte.
 */
abstract class SimulatedServer extends SimulatedHttp {
  private static final Pattern HREF = Pattern.compile("<d:href>([^<]*)</d:href>");
  final Map<String, Collection> calendars = new TreeMap<>();

  /** Everybody whom this provider would have mailed. */
  final List<String> mailed = new ArrayList<>();

  SimulatedServer() throws IOException {}

  /** The provider's name, for the reports of the tests. */
  String name() {
    return getClass().getSimpleName();
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
      collection.properties.put(Collection.elementName(property), property);
    }
    calendars.put(home() + segment + "/", collection);
    return collection;
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
    collection.set(request.body());
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
    calendar.set(request.body());
    return multistatus(response(request.path(), ""));
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

  @Override
  final Answer answer(Request request) {
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

  static String uid(byte[] object) {
    Matcher uid =
        Pattern.compile("(?m)^UID:(.*?)\r?$").matcher(new String(object, StandardCharsets.UTF_8));
    return uid.find() ? uid.group(1) : null;
  }
}
