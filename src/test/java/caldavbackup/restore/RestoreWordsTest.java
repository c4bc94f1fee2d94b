package caldavbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.restore.plan.DiffSteps;
import caldavbackup.restore.plan.Difference;
import caldavbackup.restore.plan.JsonReport;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestoreFile;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a restore names objects and changes, which it restores when some are named, and its JSON. */
class RestoreWordsTest {
  private static final String HOME = "/home/";
  private static final String WORK = "/home/work/";
  private static final String IS_CALENDAR =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static final String THERE = ScriptedServer.has(WORK, IS_CALENDAR);
  private static final String A =
      "UID:a|SUMMARY:Dentist|DTSTART;TZID=Europe/Bern:20260303T090000|LOCATION:Bern";

  private final List<RestoreFile> files = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private Calendar[] calendars = {};
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new ScriptedServer(
            Map.of("caldav.plan.to", "direct:told", "caldav.report.to", "direct:told"),
            "list",
            "fetch",
            "plan",
            "diff",
            "export");
    server.serves(
        "caldav-discover",
        exchange ->
            exchange.setProperty(
                CaldavConstants.DISCOVERY,
                Discovered.of(List.of(ScriptedServer.ROOT + HOME), calendars)));
    server.serves("told", exchange -> told.add(exchange.getMessage().getBody(String.class)));
    server.serves(
        "caldav-export-sink",
        exchange -> {
          RecordResult result = exchange.getMessage().getBody(RecordResult.class);
          results.add(result.name() + " " + result.error());
        });
    file("/work/displayname", "Work");
    object("/work/a.ics", A);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void file(String path, String text) {
    files.add(new RestoreFile(path, false, text.getBytes(StandardCharsets.UTF_8), null, null));
  }

  private void object(String path, String lines) {
    file(path, event(lines));
  }

  private static String event(String lines) {
    return ("BEGIN:VCALENDAR|VERSION:2.0|PRODID:x|BEGIN:VEVENT|DTSTAMP:20260101T000000Z|"
            + lines
            + "|END:VEVENT|END:VCALENDAR|")
        .replace("|", "\r\n");
  }

  /** The calendar is there with these objects, by their names. */
  private void isThere(Map<String, String> objects) {
    calendars = new Calendar[] {Calendar.named(ScriptedServer.ROOT + WORK, "Work")};
    String listed =
        objects.keySet().stream()
            .map(
                name ->
                    "<d:response><d:href>"
                        + WORK
                        + name
                        + "</d:href><d:propstat><d:prop><d:resourcetype/><d:getetag>&quot;1&quot;"
                        + "</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
                        + "</d:response>")
            .collect(Collectors.joining());
    String listing = THERE.replace("</d:multistatus>", listed + "</d:multistatus>");
    server
        .answers("PROPFIND " + WORK, 207, THERE)
        .answers("PROPFIND " + WORK, 207, listing)
        .answers("PROPFIND " + WORK, 207, THERE);
    objects.forEach((name, text) -> server.answers("GET " + WORK + name, 200, text));
  }

  private Exchange export(String... options) throws Exception {
    return export(null, options);
  }

  private Exchange export(Consumer<ObjectNode> json, String... options) throws Exception {
    Map<String, String> map =
        Arrays.stream(options)
            .map(option -> option.split("=", 2))
            .collect(Collectors.toMap(word -> word[0], word -> word[1]));
    Exchange exchange = server.exchange(server.account(map));
    exchange.getMessage().setBody(files.iterator());
    if (json != null) {
      exchange.setProperty(JsonReport.TAKER, json);
    }
    return server.send("caldav-export", exchange);
  }

  @Test
  void an_update_says_what_is_updated_and_what_differs() throws Exception {
    isThere(
        Map.of(
            "a.ics",
            event(
                A.replace("T09", "T10")
                    .replace("Bern|", "x|")
                    .replace("LOCATION:Bern", "LOCATION:x"))));
    assertThat(export("dry_run=true").getException()).isNull();
    assertThat(told.get(0).lines())
        .contains(
            "update  Work: \"Dentist\", Tue 2026-03-03 09:00 (work/a.ics): time, place",
            "1 event: 1 update",
            "nothing was written (dry_run)");
  }

  @Test
  void what_is_kept_is_named_and_how_it_differs() throws Exception {
    isThere(Map.of("a.ics", event(A.replace("Dentist", "Doctor"))));
    assertThat(export("conflict=skip").getException()).isNull();
    assertThat(told.get(0).lines())
        .contains(
            "keep    Work: \"Dentist\", Tue 2026-03-03 09:00 (work/a.ics): already exists and differs"
                + " (title)");
  }

  @Test
  void what_a_mirror_deletes_is_named_by_what_the_server_has() throws Exception {
    file("/work/.calendar.json", "{\"format\":1,\"href\":\"/home/work/\"}");
    isThere(
        new TreeMap<>(
            Map.of(
                "a.ics", event(A), "x.ics", event("UID:x|SUMMARY:Old|DTSTART:20260304T080000"))));
    export("dry_run=true", "mirror=true", "mirror_limit=100", "notify=true");
    assertThat(told.get(0).lines())
        .contains("delete  work: \"Old\", Wed 2026-03-04 08:00 (x.ics): is not in the backup");
  }

  @Test
  void a_conflict_names_what_differs_and_writes_nothing() throws Exception {
    isThere(Map.of("a.ics", event(A.replace("Dentist", "Doctor"))));
    assertThat(export("conflict=fail").getException())
        .hasMessage(
            "nothing was written: 1 object already exists and differs (Work: \"Dentist\","
                + " Tue 2026-03-03 09:00 (work/a.ics): title), and conflict=fail");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void what_differs_is_told_of_no_more_objects_than_are_shown() throws Exception {
    Map<String, String> there =
        IntStream.range(0, 30).boxed().collect(Collectors.toMap(i -> i + ".ics", i -> "UID:" + i));
    isThere(
        there.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> event(e.getValue()))));
    there.forEach((name, lines) -> object("/work/" + name, lines + "|SUMMARY:new"));
    files.remove(1);
    assertThat(export("dry_run=true").getException()).isNull();
    assertThat(told.get(0).lines().filter(line -> line.startsWith("update  "))).hasSize(19);
    assertThat(told.get(0)).contains("and 11 more").contains("\n30 events: 30 update\n");
  }

  @Test
  void a_dry_run_says_what_would_not_be_restored() throws Exception {
    server.answers("PROPFIND " + WORK, 404, "");
    file("/work/b.ics", "<html>");
    assertThat(export("dry_run=true").getException())
        .hasMessageStartingWith("1 of 2 objects would not be restored: ");
  }

  @Test
  void text_that_breaks_off_does_not_replace_an_object() throws Exception {
    files.clear();
    file("/work/.calendar.json", "{\"format\":1,\"href\":\"/home/work/\"}");
    file("/work/a.ics", event(A).substring(0, 150));
    isThere(Map.of("a.ics", event(A)));
    assertThat(export("dry_run=true").getException())
        .hasMessageContaining(
            "its text is incomplete, it does not replace the object on the server");
    assertThat(told.get(0)).contains("REFUSED").doesNotContain("UPDATE");
  }

  @Test
  void text_that_breaks_off_is_compared_with_nothing() throws Exception {
    files.clear();
    file("/work/.calendar.json", "{\"format\":1,\"href\":\"/home/work/\"}");
    file("/work/a.ics", event(A).substring(0, 150));
    isThere(Map.of("a.ics", event(A)));
    List<String> differences = new ArrayList<>();
    Consumer<Difference> taker = one -> differences.add(one.kind() + " " + one.path());
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getMessage().setBody(files.iterator());
    exchange.setProperty(DiffSteps.TAKER, taker);
    assertThat(server.send("caldav-diff", exchange).getException()).isNull();
    assertThat(differences).contains("UNREAD work/a.ics").doesNotContain("CHANGED work/a.ics");
  }

  @Test
  void text_that_breaks_off_is_offered_if_the_object_is_gone() throws Exception {
    files.clear();
    file("/work/.calendar.json", "{\"format\":1,\"href\":\"/home/work/\"}");
    file("/work/a.ics", event(A).substring(0, 150));
    isThere(Map.of());
    assertThat(export("dry_run=true").getException()).isNull();
    assertThat(told.get(0)).contains("the server may refuse it");
  }

  @Test
  void a_stray_file_that_is_no_calendar_is_refused() throws Exception {
    file("/work/.calendar.json", "{\"format\":1,\"href\":\"/home/work/\"}");
    byte[] hello = "hello\n".getBytes(StandardCharsets.UTF_8);
    files.add(new RestoreFile("/work/kept.ics", false, hello, null, null));
    files.add(new RestoreFile("/work/stray.ics", false, hello, null, null, true));
    isThere(Map.of());
    assertThat(export("dry_run=true").getException())
        .hasMessageStartingWith("1 of 3 objects would not be restored: work/stray.ics: it is not")
        .hasMessageNotContaining("kept.ics");
  }

  @Test
  void only_restores_what_it_names_and_leaves_the_calendar_as_it_is() throws Exception {
    object("/work/b.ics", "UID:b|SUMMARY:b");
    object("/home/c.ics", "UID:c|SUMMARY:c");
    file("/notes.txt", "beside");
    isThere(Map.of());
    server.answers("PUT " + WORK + "b.ics", 201, "");
    server.answers("GET " + WORK + "b.ics", 200, event("UID:b|SUMMARY:b"));
    assertThat(export("only=work/b.ics").getException()).isNull();
    assertThat(server.requests())
        .filteredOn(request -> request.matches("(PUT|MKCALENDAR|PROPPATCH) .*"))
        .containsExactly("PUT " + WORK + "b.ics if new: SUMMARY:b");
    assertThat(told.get(0)).contains("3 events: 1 create, 2 left out");
    assertThat(results).allMatch(result -> result.endsWith(" null"));
  }

  @Test
  void only_takes_a_uid_and_brings_the_overrides_of_a_series() throws Exception {
    object("/work/s.ics", "UID:s, 1|SUMMARY:s|DTSTART:20260303T090000|RRULE:FREQ=DAILY");
    object(
        "/work/t.ics", "UID:s, 1|SUMMARY:t|RECURRENCE-ID:20260304T090000|DTSTART:20260304T100000");
    server.answers("PROPFIND " + WORK, 404, "");
    assertThat(export("only=s%2C 1", "dry_run=true").getException()).isNull();
    assertThat(told.get(0))
        .contains("3 events: 1 create, 1 left out, 1 joined")
        .contains("joined  Work: \"t\", Wed 2026-03-04 10:00 (work/t.ics)");
  }

  @Test
  void an_override_that_only_names_comes_with_its_series() throws Exception {
    object("/work/s.ics", "UID:s|SUMMARY:s|DTSTART:20260303T090000|RRULE:FREQ=DAILY");
    object("/work/t.ics", "UID:s|SUMMARY:t|RECURRENCE-ID:20260304T090000|DTSTART:20260304T100000");
    server.answers("PROPFIND " + WORK, 404, "");
    assertThat(export("only=/work/t.ics", "dry_run=true").getException()).isNull();
    assertThat(told.get(0)).contains("1 create, 1 left out, 1 joined");
  }

  @Test
  void a_word_of_only_that_names_nothing_is_an_error_and_nothing_is_written() throws Exception {
    assertThat(export("only=work/a.ics,work/none.ics").getException())
        .hasMessageContaining("option 'only'")
        .hasMessageContaining("'work/none.ics'")
        .hasMessageNotContaining("'work/a.ics'");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void the_json_of_a_plan_has_each_calendar_object_and_change() throws Exception {
    object("/work/b.ics", "UID:b|SUMMARY:b");
    file("/work/notes.txt", "beside");
    isThere(
        Map.of(
            "a.ics", event(A.replace("Bern|", "Zug|").replace("LOCATION:Bern", "LOCATION:Zug"))));
    List<ObjectNode> lines = new ArrayList<>();
    export(lines::add, "dry_run=true");
    assertThat(told).isEmpty();
    assertValid(lines);
    assertThat(lines)
        .extracting(line -> line.path("type").asText())
        .containsExactly("calendar", "object", "object", "problem", "summary");
    assertThat(lines.get(1))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"type": "object", "calendar": "work", "calendar_name": "Work",
                     "path": "work/a.ics", "uid": "a", "component": "VEVENT",
                     "summary": "Dentist", "start": "2026-03-03T09:00:00",
                     "timezone": "Europe/Bern", "rrule": null, "action": "update",
                     "reason": null, "href": "/home/work/a.ics",
                     "changes": [{"occurrence": null, "property": "LOCATION", "old": "Zug",
                                  "new": "Bern"}]}
                    """));
    assertThat(lines.get(4).path("actions").toString()).isEqualTo("{\"create\":1,\"update\":1}");
    assertThat(lines.get(4).path("events").asInt()).isEqualTo(2);
    assertThat(lines.get(4).path("written").asInt()).isZero();
  }

  @Test
  void a_restore_that_ends_before_it_writes_tells_its_plan_all_the_same() throws Exception {
    isThere(Map.of("a.ics", event(A.replace("Dentist", "Doctor"))));
    List<ObjectNode> lines = new ArrayList<>();
    assertThat(export(lines::add, "conflict=fail").getException()).isNotNull();
    assertValid(lines);
    assertThat(lines.get(1).path("action").asText()).isEqualTo("conflict");
    assertThat(lines.get(1).path("changes").get(0).path("old").asText()).isEqualTo("Doctor");
  }

  private static void assertValid(List<ObjectNode> lines) throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("schema/restore-report.schema.json")));
    assertThat(lines).isNotEmpty();
    for (ObjectNode line : lines) {
      ObjectNode whole = line.deepCopy();
      if (line.path("type").asText().equals("summary")) {
        whole.put("complete", true).putNull("message"); // as the command line ends it
      }
      assertThat(schema.validate(whole)).as(line.toString()).isEmpty();
    }
  }

  @Test
  void only_works_beside_a_calendar_whose_object_has_no_uid() throws Exception {
    object("/home/c.ics", "UID:c|SUMMARY:c");
    file("/home/.calendar.json", "{\"format\":1,\"href\":\"/home/home/\"}");
    file("/home/n.ics", "<html>");
    server.answers("PROPFIND " + WORK, 404, "");
    assertThat(export("only=work/a.ics", "dry_run=true").getException()).isNull();
    assertThat(told.get(0)).contains("1 create, 2 left out");
  }

  @Test
  void what_only_names_and_another_option_leaves_out_is_an_error() throws Exception {
    object("/work/b.ics", "UID:b|SUMMARY:b|DTSTART:20260401T090000");
    assertThat(export("only=work/a.ics,b", "until=2026-03-31").getException())
        .hasMessageContaining(
            "nothing was written: option 'only' names objects that options 'since',")
        .hasMessageContaining("exclude: 'b'")
        .hasMessageNotContaining("work/a.ics");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void an_override_that_only_names_may_be_outside_of_the_days_that_its_series_is_in()
      throws Exception {
    object("/work/s.ics", "UID:s|SUMMARY:s|DTSTART:20260303T090000|RRULE:FREQ=DAILY;COUNT=9");
    object("/work/t.ics", "UID:s|SUMMARY:t|RECURRENCE-ID:20260304T090000|DTSTART:20260504T100000");
    server.answers("PROPFIND " + WORK, 404, "");
    assertThat(export("only=work/t.ics", "until=2026-03-31", "dry_run=true").getException())
        .isNull();
    assertThat(told.get(0)).contains("1 create, 1 left out, 1 joined");
  }

  @Test
  void a_fault_of_the_root_calendar_or_of_a_file_of_a_named_event_is_not_forgiven()
      throws Exception {
    files.clear();
    file("/.calendar.json", "{");
    object("/r.ics", "UID:r|SUMMARY:r");
    assertThat(export("only=r.ics", "dry_run=true", "calendar=new").getException())
        .hasMessageContaining(".calendar.json");
  }

  @Test
  void the_version_that_only_names_wins_over_a_newer_one_that_it_does_not_name() throws Exception {
    object("/work/old.ics", "UID:v|SEQUENCE:1|SUMMARY:old|DTSTART:20260303T090000");
    object("/work/new.ics", "UID:v|SEQUENCE:2|SUMMARY:new|DTSTART:20260303T090000");
    isThere(Map.of());
    server.answers("PUT " + WORK + "old.ics", 201, "");
    server.answers("GET " + WORK + "old.ics", 200, "");
    export("only=work/old.ics");
    assertThat(server.requests())
        .filteredOn(request -> request.startsWith("PUT "))
        .isNotEmpty()
        .allMatch(request -> request.endsWith("SUMMARY:old"));
    assertThat(told.get(0)).contains("not the version in");
  }

  @Test
  void of_versions_that_only_names_alike_the_newer_wins() throws Exception {
    object("/work/old.ics", "UID:v|SEQUENCE:1|SUMMARY:old|DTSTART:20260303T090000");
    object("/work/new.ics", "UID:v|SEQUENCE:2|SUMMARY:new|DTSTART:20260303T090000");
    isThere(Map.of());
    export("only=v");
    assertThat(server.requests())
        .filteredOn(request -> request.startsWith("PUT "))
        .isNotEmpty()
        .allMatch(request -> request.endsWith("SUMMARY:new"));
  }
}
