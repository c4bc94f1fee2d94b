package caldavbackup.changes;

import static caldavbackup.caldav.ScriptedServer.has;

import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** An application that delivers the changes of an account, and the server that has them. */
final class HostOfChanges implements AutoCloseable {
  private record Stored(String etag, String text) {}

  private static final String CALENDAR =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ScriptedServer server;
  private final Map<String, Map<String, Stored>> calendars = new TreeMap<>();
  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> revisions = new HashMap<>();
  private final List<Exchange> objects = new CopyOnWriteArrayList<>();
  private final List<String> manifests = new CopyOnWriteArrayList<>();
  private final MapStates states = new MapStates();
  private Object store = states;
  private Processor sink = exchange -> {};
  private String to = "direct:objects";
  private String statusesTo = "direct:statuses";
  private boolean hasVersions = true;
  private int versions;
  private String status;

  HostOfChanges() throws Exception {
    this(Map.of());
  }

  /** A host with these property placeholders. */
  HostOfChanges(Map<String, String> properties) throws Exception {
    server =
        new ScriptedServer(properties, "discover", "properties", "list", "fetch", "backup")
            .serves(
                "objects",
                exchange -> {
                  sink.process(exchange);
                  objects.add(exchange.copy());
                })
            .serves(
                "manifests", exchange -> manifests.add(exchange.getMessage().getBody(String.class)))
            .serves("statuses", exchange -> status = exchange.getMessage().getBody(String.class));
    server.context().getRegistry().bind("states", states);
    server.answers(
        "PROPFIND /",
        207,
        has(
            "/",
            "<d:resourcetype><d:collection/></d:resourcetype><d:current-user-principal>"
                + "<d:href>/</d:href></d:current-user-principal><c:calendar-home-set>"
                + "<d:href>/home/</d:href></c:calendar-home-set>"));
    script();
  }

  /** The store that runs use: one of ours, or the name of one; null for none. */
  void store(Object other) {
    store = other;
  }

  /** The store that runs use. */
  Object store() {
    return store;
  }

  /** Where the status goes. */
  void statusesTo(String endpoint) {
    statusesTo = endpoint;
  }

  /** The store that runs use at first. */
  MapStates states() {
    return states;
  }

  /** What the sink does with each object. */
  void sink(Processor processor) {
    sink = processor;
  }

  /** Where objects go. */
  void to(String endpoint) {
    to = endpoint;
  }

  ScriptedServer server() {
    return server;
  }

  void option(String name, String value) {
    if (value == null) {
      options.remove(name);
    } else {
      options.put(name, value);
    }
  }

  void calendar(String name, String... objects) {
    calendars.put(name, new TreeMap<>());
    for (String object : objects) {
      put(name, object, "of " + name);
    }
    script();
  }

  void put(String calendar, String name, String summary) {
    calendars.get(calendar).put(name, new Stored("v" + ++versions, text(name, summary)));
    script();
  }

  /** Another text that the server gives the ETag of the one before. */
  void replaceWithSameEtag(String calendar, String name, String summary) {
    Stored before = calendars.get(calendar).get(name);
    calendars.get(calendar).put(name, new Stored(before.etag(), text(name, summary)));
    script();
  }

  /** The same text under another ETag. */
  void touch(String calendar, String name) {
    Stored before = calendars.get(calendar).get(name);
    calendars.get(calendar).put(name, new Stored("touched" + ++versions, before.text()));
    script();
  }

  void remove(String calendar, String name) {
    calendars.get(calendar).remove(name);
    server.answersOnly("GET /home/" + calendar + "/" + name + ".ics", 404);
    script();
  }

  void removeCalendar(String name) {
    calendars.remove(name);
    server.answersOnly("PROPFIND /home/" + name + "/", 404);
    script();
  }

  /** The calendar is there, and in no listing. */
  void hideCalendar(String name) {
    calendars.remove(name);
    script();
  }

  void breakListing(String name) {
    server.answersOnly("PROPFIND /home/" + name + "/", 500);
  }

  /** The server does not give the object. */
  void refuse(String calendar, String name) {
    server.answersOnly("GET /home/" + calendar + "/" + name + ".ics", 403);
  }

  /** The server tells neither ETag nor length. */
  void withoutVersions() {
    hasVersions = false;
    script();
  }

  private static String text(String name, String summary) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\nBEGIN:VEVENT\r\nUID:"
        + name
        + "\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260102T000000Z\r\nSUMMARY:"
        + summary
        + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  private void script() {
    StringBuilder home =
        new StringBuilder(response("/home/", "<d:resourcetype><d:collection/></d:resourcetype>"));
    calendars.forEach(
        (calendar, stored) -> {
          String path = "/home/" + calendar + "/";
          home.append(response(path, CALENDAR + revision(calendar)));
          StringBuilder listing = new StringBuilder(response(path, CALENDAR));
          stored.forEach(
              (name, object) -> {
                String href = path + name + ".ics";
                listing.append(response(href, properties(object)));
                server.answersInstead("GET " + href, 200, object.text());
              });
          server.answersInstead("PROPFIND " + path, 207, multistatus(listing));
          server.answersInstead("REPORT " + path, 501, "");
        });
    server.answersInstead("PROPFIND /home/", 207, multistatus(home));
  }

  /** The server tells this revision of the calendar, until another one is said. */
  void revision(String calendar, String revision) {
    revisions.put(calendar, revision);
    script();
  }

  private String revision(String calendar) {
    String revision = revisions.get(calendar);
    return revision == null
        ? ""
        : "<s:getctag xmlns:s='http://calendarserver.org/ns/'>" + revision + "</s:getctag>";
  }

  private String properties(Stored object) {
    return "<d:resourcetype/>"
        + (hasVersions
            ? "<d:getetag>\""
                + object.etag()
                + "\"</d:getetag><d:getcontentlength>"
                + object.text().length()
                + "</d:getcontentlength>"
            : "");
  }

  private static String response(String href, String properties) {
    return "<d:response><d:href>"
        + href
        + "</d:href><d:propstat><d:prop>"
        + properties
        + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
  }

  private static String multistatus(StringBuilder responses) {
    return "<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'>"
        + responses
        + "</d:multistatus>";
  }

  /** Runs once; what was delivered before is forgotten. */
  Exchange run() {
    objects.clear();
    manifests.clear();
    status = null;
    try (Account account = server.account(options)) {
      Exchange exchange = server.exchange(account);
      exchange.setProperty(CaldavConstants.BACKUP_TO, to);
      exchange.setProperty(CaldavConstants.MANIFEST_TO, "direct:manifests");
      exchange.setProperty(CaldavConstants.STATUS_TO, statusesTo);
      exchange.setProperty(CaldavConstants.STATE, store);
      return server.send("caldav-backup", exchange);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The changes of the last run, each with the path. */
  List<String> delivered() {
    return headers().stream()
        .map(one -> one.get(CaldavConstants.CHANGE) + " " + one.get(CaldavConstants.PATH))
        .toList();
  }

  /** The headers of the messages that were delivered. */
  List<Map<String, Object>> headers() {
    return objects.stream().map(one -> one.getMessage().getHeaders()).toList();
  }

  /** The manifests of the last run, by directory. */
  Map<String, JsonNode> manifests() throws Exception {
    Map<String, JsonNode> all = new TreeMap<>();
    for (String manifest : manifests) {
      JsonNode json = JSON.readTree(manifest);
      all.put(json.at("/calendar/directory").asText(), json);
    }
    return all;
  }

  JsonNode manifest(String directory) throws Exception {
    return manifests().get(directory);
  }

  /** SHA-256 by path, as a manifest says. */
  Map<String, String> named(JsonNode manifest) {
    Map<String, String> named = new TreeMap<>();
    manifest
        .path("objects")
        .forEach(one -> named.put(one.path("path").asText(), one.path("sha256").asText()));
    return named;
  }

  /** The same of what the server has. */
  Map<String, String> there(String calendar) throws Exception {
    Map<String, String> there = new TreeMap<>();
    for (Map.Entry<String, Stored> one : calendars.get(calendar).entrySet()) {
      there.put(calendar + "/" + one.getKey() + ".ics", sha256(one.getValue().text()));
    }
    return there;
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The status of the last run; null when none came. */
  JsonNode status() {
    try {
      return status == null ? null : JSON.readTree(status);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often the calendar was asked for its properties or its objects so far. */
  long asked(String calendar) {
    return server.requests().stream()
        .filter(one -> one.equals("PROPFIND /home/" + calendar + "/"))
        .count();
  }

  /** How many objects were read so far. */
  long reads() {
    return server.requests().stream().filter(one -> one.startsWith("GET /home/")).count();
  }

  /** The objects of the last run. */
  List<Exchange> objects() {
    return new ArrayList<>(objects);
  }

  @Override
  public void close() {
    server.close();
  }
}
