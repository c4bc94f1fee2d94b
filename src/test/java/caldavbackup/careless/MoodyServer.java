package caldavbackup.careless;

import static caldavbackup.careless.MoodyAnswers.encode;
import static caldavbackup.careless.MoodyAnswers.escape;
import static caldavbackup.careless.MoodyAnswers.etag;
import static caldavbackup.careless.MoodyAnswers.multistatus;
import static caldavbackup.careless.MoodyAnswers.name;
import static caldavbackup.careless.MoodyAnswers.object;
import static caldavbackup.careless.MoodyAnswers.parent;
import static caldavbackup.careless.MoodyAnswers.response;
import static caldavbackup.careless.MoodyAnswers.unescape;

import caldavbackup.careless.LoopbackHttp.Answer;
import caldavbackup.careless.LoopbackHttp.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CalDAV server in memory that keeps the rules of RFC 4791 strictly, has limits, writes objects
 * anew in its own words, and refuses some for no reason at all. It answers one request at a time.
 */
final class MoodyServer implements AutoCloseable {
  static final String HOME = "/cal/alice/";
  private static final int LONGEST_NAME = 255; // as in most file systems
  private static final Pattern HREF = Pattern.compile("<d:href>([^<]*)</d:href>");
  private static final Pattern COMPONENT = Pattern.compile("<c:comp name=\"(\\w+)\"");
  private static final Set<String> WRITING =
      Set.of("PUT", "DELETE", "MKCALENDAR", "MKCOL", "PROPPATCH", "MOVE", "COPY", "POST");

  /** Where a server wants a UID only once. */
  enum UidScope {
    NOWHERE,
    CALENDAR,
    ACCOUNT
  }

  /**
   * How this server is.
   *
   * @param types the component types that a calendar takes unless it was made for others; empty for
   *     any
   * @param largest the most bytes of an object; 0 for any number
   * @param rewords whether it writes objects in its own words
   * @param refusal the status of what breaks a rule
   * @param isSilent whether such an answer has no body
   */
  record Traits(
      UidScope uids,
      List<String> types,
      int largest,
      boolean rewords,
      int refusal,
      boolean isSilent) {}

  final Map<String, MoodyCalendar> calendars = new TreeMap<>();

  /** What another client put there, by its path. */
  final Map<String, byte[]> rivals = new TreeMap<>();

  private final LoopbackHttp http;
  private final List<String> requests = new ArrayList<>();
  private Traits traits;
  private Moods moods;

  MoodyServer(Traits traits, Moods moods) throws IOException {
    this.traits = traits;
    this.moods = moods;
    this.http = new LoopbackHttp(this::serve);
  }

  String location() {
    return "caldav+http://127.0.0.1:" + http.port() + "/";
  }

  /** From now on it takes whatever is a calendar object. */
  synchronized void calm() {
    traits = new Traits(UidScope.NOWHERE, traits.types(), 0, traits.rewords(), 403, false);
    moods = new Moods(0, 0);
  }

  /** The requests since this was asked last, {@code METHOD path}. */
  synchronized List<String> takeRequests() {
    List<String> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  static boolean isWriting(String request) {
    return WRITING.contains(request.split(" ")[0]);
  }

  /** A calendar that is there before all begins. */
  MoodyCalendar calendar(String segment, String displayName) {
    MoodyCalendar calendar = new MoodyCalendar();
    calendar.types = traits.types();
    calendar.set("d:displayname", escape(displayName));
    calendars.put(HOME + encode(segment) + "/", calendar);
    return calendar;
  }

  /** All objects as they are now, by their paths. */
  synchronized Map<String, byte[]> objects() {
    Map<String, byte[]> all = new TreeMap<>();
    calendars.forEach(
        (path, calendar) ->
            calendar.objects.forEach((name, bytes) -> all.put(path + encode(name), bytes)));
    return all;
  }

  /** All that a write could change, as text to compare. */
  synchronized String state() {
    StringBuilder all = new StringBuilder();
    calendars.forEach((path, calendar) -> all.append(path).append(calendar.properties));
    objects()
        .forEach((path, bytes) -> all.append(path).append(Arrays.hashCode(bytes)).append('\n'));
    return all.toString();
  }

  private synchronized Answer serve(Request request) {
    requests.add(request.method() + " " + request.path());
    return switch (request.method()) {
      case "PROPFIND" -> propfind(request);
      case "REPORT" -> report(request);
      case "MKCALENDAR", "MKCOL" -> makeCalendar(request);
      case "PROPPATCH" -> proppatch(request);
      case "OPTIONS" -> Answer.of(200);
      case "PUT" -> put(request);
      case "GET", "HEAD", "DELETE" -> readOrDelete(request);
      default -> Answer.of(501);
    };
  }

  private Answer propfind(Request request) {
    String path = request.path();
    boolean isDeep = "1".equals(request.header("Depth"));
    MoodyCalendar calendar = calendars.get(path.endsWith("/") ? path : path + "/");
    StringBuilder all = new StringBuilder();
    if (calendar != null) {
      all.append(response(path, calendar.asXml(traits.largest())));
      if (isDeep) {
        calendar.objects.keySet().forEach(name -> all.append(object(path, calendar, name, false)));
      }
    } else if (path.equals(HOME)) {
      all.append(response(path, "<d:resourcetype><d:collection/></d:resourcetype>"));
      if (isDeep) {
        calendars.forEach((url, each) -> all.append(response(url, each.asXml(traits.largest()))));
      }
    } else if (path.equals("/") || path.equals("/alice/")) {
      all.append(
          response(
              path,
              "<d:resourcetype><d:collection/></d:resourcetype>"
                  + "<d:current-user-principal><d:href>/alice/</d:href></d:current-user-principal>"
                  + "<c:calendar-home-set><d:href>"
                  + HOME
                  + "</d:href></c:calendar-home-set>"));
    } else {
      return member(path);
    }
    return multistatus(all.toString());
  }

  private Answer member(String path) {
    MoodyCalendar calendar = calendars.get(parent(path));
    return calendar == null || !calendar.objects.containsKey(name(path))
        ? Answer.of(404)
        : multistatus(object(parent(path), calendar, name(path), false));
  }

  private Answer report(Request request) {
    MoodyCalendar calendar = calendars.get(request.path());
    if (calendar == null) {
      return Answer.of(404);
    }
    StringBuilder all = new StringBuilder();
    if (request.text().contains("calendar-multiget")) {
      for (Matcher href = HREF.matcher(request.text()); href.find(); ) {
        all.append(object(request.path(), calendar, name(unescape(href.group(1))), true));
      }
    } else if (request.text().contains("calendar-query")) {
      calendar
          .objects
          .keySet()
          .forEach(n -> all.append(object(request.path(), calendar, n, false)));
    } else {
      return Moods.refusal(403, "d:supported-report", "");
    }
    return multistatus(all.toString());
  }

  private Answer makeCalendar(Request request) {
    String path = request.path();
    if (calendars.containsKey(path)) {
      return Moods.refusal(403, "d:resource-must-be-null", "");
    }
    Answer mood = moods.insteadOfMaking(path);
    if (mood != null) {
      return mood;
    }
    if (!path.startsWith(HOME)
        || !path.endsWith("/")
        || name(path.replaceAll("/$", "")).length() > LONGEST_NAME) {
      return Answer.of(403);
    }
    MoodyCalendar calendar = new MoodyCalendar();
    calendar.setProperties(request.text());
    List<String> wanted =
        COMPONENT.matcher(request.text()).results().map(type -> type.group(1)).toList();
    calendar.types = traits.types().isEmpty() || wanted.isEmpty() ? traits.types() : wanted;
    calendars.put(path, calendar);
    return Answer.of(201);
  }

  private Answer proppatch(Request request) {
    MoodyCalendar calendar = calendars.get(request.path());
    if (calendar == null) {
      return Answer.of(404);
    }
    calendar.setProperties(request.text());
    return multistatus(response(request.path(), ""));
  }

  private Answer put(Request request) {
    String path = request.path();
    MoodyCalendar calendar = calendars.get(parent(path));
    if (calendar == null || name(path).isEmpty()) {
      return Answer.of(409);
    }
    if (moods.isRivalled(path) && !calendar.objects.containsKey(name(path))) {
      rivals.computeIfAbsent(path, p -> rival(calendar, p, request.body()));
    }
    byte[] there = calendar.objects.get(name(path));
    String match = request.header("If-Match");
    if ((there != null && "*".equals(request.header("If-None-Match")))
        || (match != null && !match.equals("*") && (there == null || !match.equals(etag(there))))) {
      return Answer.of(412);
    }
    Answer mood = moods.instead(path, false);
    Answer refusal =
        mood != null
            ? mood
            : new MoodyRules(traits).refusal(path, calendar, request.body(), objects());
    if (refusal != null) {
      return refusal;
    }
    byte[] stored = traits.rewords() ? Reworded.of(request.body()) : request.body();
    calendar.objects.put(name(path), stored);
    mood = moods.instead(path, true);
    Answer done = Answer.of(there == null ? 201 : 204);
    return mood != null ? mood : traits.rewords() ? done : done.withEtag(etag(stored));
  }

  private static byte[] rival(MoodyCalendar calendar, String path, byte[] ours) {
    Parsed.Component entry;
    try {
      entry = Parsed.of(ours).entries().get(0);
    } catch (IllegalArgumentException e) {
      return null; // no other client has that either
    }
    String uid = String.valueOf(entry.value("UID"));
    if (calendar.objects.values().stream().anyMatch(o -> Parsed.of(o).uids().contains(uid))) {
      return null;
    }
    byte[] theirs =
        String.join(
                "\r\n",
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//rival//EN",
                "BEGIN:" + entry.type(),
                entry.line("UID"),
                "DTSTAMP:20250101T000000Z",
                "DTSTART:20260501T100000Z",
                "SUMMARY:of a rival",
                "END:" + entry.type(),
                "END:VCALENDAR",
                "")
            .getBytes(StandardCharsets.UTF_8);
    calendar.objects.put(name(path), theirs);
    return theirs;
  }

  private Answer readOrDelete(Request request) {
    MoodyCalendar calendar = calendars.get(parent(request.path()));
    byte[] object = calendar == null ? null : calendar.objects.get(name(request.path()));
    if (object == null) {
      return Answer.of(404);
    }
    if (request.method().equals("DELETE")) {
      calendar.objects.remove(name(request.path()));
      return Answer.of(204);
    }
    return new Answer(200, "text/calendar; charset=utf-8", object, etag(object));
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
