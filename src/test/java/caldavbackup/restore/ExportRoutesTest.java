package caldavbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.Meetings;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestoreFile;
import caldavbackup.webdav.PullIterator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code direct:caldav-export} asks, in which order, and what it answers for each record. */
class ExportRoutesTest {
  private static final String HOME = "/home/";
  private static final String WORK = "/home/work/";
  private static final String A = "/home/work/a.ics";
  private static final String IS_CALENDAR =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static final String THERE = ScriptedServer.has(WORK, IS_CALENDAR);

  @TempDir Path temp;
  private final byte[] event = Meetings.event("UID:a|SUMMARY:plain");
  private final List<String> results = new ArrayList<>();
  private Calendar[] calendars = {};
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("list", "fetch", "plan", "export");
    serveDiscoveryAndResults();
  }

  private void serveDiscoveryAndResults() throws Exception {
    server.serves(
        "caldav-discover",
        exchange ->
            exchange.setProperty(
                CaldavConstants.DISCOVERY,
                Discovered.of(List.of(ScriptedServer.ROOT + HOME), calendars)));
    server.serves(
        "caldav-export-sink",
        exchange -> {
          RecordResult result = exchange.getMessage().getBody(RecordResult.class);
          results.add(result.item().path() + " " + result.error());
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String listing(String etag) {
    return THERE.replace(
        "</d:multistatus>",
        "<d:response><d:href>"
            + A
            + "</d:href><d:propstat><d:prop><d:resourcetype/><d:getetag>"
            + etag
            + "</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
            + "</d:multistatus>");
  }

  private Exchange export(Map<String, String> options) throws Exception {
    Exchange exchange = server.exchange(server.account(options));
    return export(exchange);
  }

  private Exchange export(Exchange exchange) {
    exchange
        .getMessage()
        .setBody(List.of(new RestoreFile("/work/a.ics", false, event, null, null)).iterator());
    return server.send("caldav-export", exchange);
  }

  private void isNewCalendar() {
    server
        .answers("PROPFIND " + WORK, 404, "") // while it is planned
        .answers("PROPFIND " + WORK, 404, "") // before it is made
        .answers("PROPFIND " + WORK, 207, THERE)
        .answers("MKCALENDAR " + WORK, 201, "");
  }

  private void isThere(byte[] object) {
    calendars = new Calendar[] {Calendar.named(ScriptedServer.ROOT + WORK, null)};
    server
        .answers("PROPFIND " + WORK, 207, THERE)
        .answers("PROPFIND " + WORK, 207, listing("&quot;1&quot;"))
        .answers("PROPFIND " + WORK, 207, THERE)
        .answers("GET " + A, 200, text(object));
  }

  @Test
  void a_calendar_is_made_and_its_object_written_and_read_back() throws Exception {
    isNewCalendar();
    server.answers("PUT " + A, 201, "").answers("GET " + A, 200, text(event));
    assertThat(export(Map.of("verify", "full")).getException()).isNull();
    assertThat(results).containsExactly("/work/a.ics null");
    assertThat(server.requests())
        .containsSubsequence(
            "PROPFIND " + WORK,
            "MKCALENDAR " + WORK,
            "PUT " + A + " if new: SUMMARY:plain",
            "GET " + A);
  }

  @Test
  void a_dry_run_answers_every_record_and_only_reads() throws Exception {
    server.answers("PROPFIND " + WORK, 404, "");
    assertThat(export(Map.of("dry_run", "true")).getException()).isNull();
    assertThat(results).containsExactly("/work/a.ics null");
    assertThat(server.requests()).containsExactly("PROPFIND " + WORK);
  }

  @Test
  void what_is_there_as_it_is_is_not_written() throws Exception {
    isThere(event);
    assertThat(export(Map.of()).getException()).isNull();
    assertThat(results).containsExactly("/work/a.ics null");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void what_is_there_and_differs_is_written_over_while_it_is_as_it_was_listed() throws Exception {
    isThere(Meetings.event("UID:a|SUMMARY:other"));
    server.answers("PUT " + A, 204, "");
    assertThat(export(Map.of("verify", "off")).getException()).isNull();
    assertThat(server.requests()).contains("PUT " + A + " if unchanged: SUMMARY:plain");
  }

  @Test
  void a_conflict_that_nobody_decided_writes_nothing() throws Exception {
    isThere(Meetings.event("UID:a|SUMMARY:other"));
    assertThat(export(Map.of("conflict", "fail")).getException())
        .hasMessageStartingWith("nothing was written: 1 object already exists and differs");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip", "fail", "overwrite"})
  void what_is_there_and_cannot_be_read_is_not_said_to_differ(String conflict) throws Exception {
    isThere(event);
    server.answersOnly("GET " + A, 403).answers("PUT " + A, 204, "");
    Path plan = temp.resolve("plan.json");
    export(Map.of("conflict", conflict, "verify", "off", "plan_json", plan.toString()));
    assertThat(plan)
        .content()
        .contains("already exists but cannot be read: the server refuses the request (403)")
        .doesNotContain("differs");
  }

  @Test
  void what_was_deleted_since_it_was_listed_is_made_anew() throws Exception {
    isThere(event);
    server.answersOnly("GET " + A, 404).answers("PUT " + A, 201, "");
    assertThat(export(Map.of("verify", "off")).getException()).isNull();
    assertThat(server.requests()).contains("PUT " + A + " if new: SUMMARY:plain");
  }

  @Test
  void what_the_server_keeps_otherwise_is_told() throws Exception {
    isNewCalendar();
    server
        .answers("PUT " + A, 201, "")
        .answers("GET " + A, 200, text(Meetings.event("UID:a|SUMMARY:changed")));
    assertThat(export(Map.of("verify", "full")).getException())
        .hasMessageContaining("the server stored it differently");
    assertThat(results.get(0)).contains("- VEVENT a: SUMMARY:plain").contains("changed");
  }

  @Test
  void what_was_written_and_is_nowhere_is_lost() throws Exception {
    isNewCalendar();
    server.answers("PUT " + A, 201, "");
    assertThat(export(Map.of("verify", "full")).getException())
        .hasMessageContaining("the server accepted it but no longer has it");
    assertThat(results).hasSize(1);
  }

  @Test
  void an_object_that_the_server_named_itself_is_found() throws Exception {
    isNewCalendar();
    server
        .answers("PROPFIND " + WORK, 207, listing("&quot;1&quot;").replace(A, "/home/work/z.ics"))
        .answers("PUT " + A, 201, "")
        .answers("GET /home/work/z.ics", 200, text(event));
    assertThat(export(Map.of("verify", "full")).getException()).isNull();
    assertThat(results).containsExactly("/work/a.ics null");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 501})
  void a_server_that_knows_no_condition_for_new_objects_is_asked_without(int status)
      throws Exception {
    isNewCalendar();
    server.answers("PUT " + A, status, "").answers("PUT " + A, 201, "");
    assertThat(export(Map.of("verify", "off")).getException()).isNull();
    assertThat(server.requests())
        .endsWith("PUT " + A + " if new: SUMMARY:plain", "PUT " + A + ": SUMMARY:plain");
  }

  @Test
  void a_calendar_that_cannot_be_made_fails_its_objects() throws Exception {
    server.answers("MKCALENDAR " + WORK, 403, "not here");
    assertThat(export(Map.of()).getException())
        .hasMessageContaining("1 of 1 event was not restored");
    assertThat(results.get(0)).contains("its calendar failed").contains("not here");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void a_calendar_that_cannot_be_looked_at_is_not_restored() throws Exception {
    server.answers("PROPFIND " + WORK, 403, "not for you");
    assertThat(export(Map.of()).getException()).hasMessageContaining("not for you");
    assertThat(results).hasSize(1);
    assertThat(server.requests()).containsExactly("PROPFIND " + WORK);
  }

  @Test
  void a_missing_account_is_named() throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.removeProperty(CaldavConstants.ACCOUNT);
    assertThat(export(exchange).getException())
        .hasMessage(
            "exchange property 'CamelCaldavAccount' is missing: set it with bean caldavAccounts,"
                + " method of");
  }

  @Test
  void a_body_that_is_no_stream_of_records_is_named() throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getMessage().setBody("a text");
    assertThat(server.send("caldav-export", exchange).getException())
        .hasMessage("the body is not an Iterator of RestoreFile");
  }

  private static final String MAY_MAIL = "calendar-access, calendar-auto-schedule";
  private static final String B = "/home/work/b.ics";

  private static RestoreFile file(String path, String lines) {
    String event = text(Meetings.event(lines)).replace("UID:1\r\n", "");
    return new RestoreFile(path, false, event.getBytes(StandardCharsets.UTF_8), null, null);
  }

  private Exchange export(Map<String, String> options, RestoreFile... files) throws Exception {
    Exchange exchange = server.exchange(server.account(options));
    exchange.getMessage().setBody(List.of(files).iterator());
    return server.send("caldav-export", exchange);
  }

  /** An empty calendar on a server that may mail, which knows who the user is. */
  private void isEmptyAndMayMail() {
    calendars = new Calendar[] {Calendar.named(ScriptedServer.ROOT + WORK, null)};
    String me = "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>";
    server
        .says(WORK, "DAViCal", MAY_MAIL)
        .answers("PROPFIND " + WORK, 207, ScriptedServer.has(WORK, IS_CALENDAR + me))
        .answers(
            "PROPFIND /me/",
            207,
            ScriptedServer.has(
                "/me/",
                "<c:calendar-user-address-set><d:href>mailto:me@x</d:href>"
                    + "</c:calendar-user-address-set>"));
  }

  private static RestoreFile meeting(String name) {
    return file(
        "/work/" + name + ".ics",
        "UID:" + name + "|SUMMARY:" + name + "|ORGANIZER:mailto:o@x|ATTENDEE:mailto:g@x");
  }

  @Test
  void a_place_that_cannot_be_looked_at_refuses_its_own_meeting_only() throws Exception {
    isEmptyAndMayMail();
    server.answers("GET " + A, 403, "not yours").answers("PUT " + B, 201, "");
    server.answers("PUT /home/work/c.ics", 201, "");
    Exchange exchange =
        export(
            Map.of("verify", "off"),
            file("/work/c.ics", "UID:c|SUMMARY:c"),
            meeting("a"),
            meeting("b"));
    assertThat(exchange.getException()).hasMessageContaining("1 of 3 events was not restored");
    assertThat(results)
        .containsExactlyInAnyOrder(
            "/work/c.ics null",
            "/work/a.ics not written: it is not known whether the server would send mail to guests:"
                + " the server refuses the request (403: not yours)",
            "/work/b.ics null");
  }

  @Test
  void a_server_that_does_not_tell_what_it_mails_is_asked_once() throws Exception {
    isEmptyAndMayMail();
    server.answersOnly("PROPFIND /me/", 503).answers("PUT /home/work/c.ics", 201, "");
    export(
        Map.of("verify", "off"),
        meeting("a"),
        meeting("b"),
        file("/work/c.ics", "UID:c|SUMMARY:c"));
    assertThat(results)
        .hasSize(3)
        .contains("/work/c.ics null")
        .filteredOn(
            result ->
                result.contains("it is not known whether the server would send mail to guests"))
        .hasSize(2);
    assertThat(server.requests().stream().filter("OPTIONS /home/work/"::equals)).hasSize(1);
  }

  @Test
  void a_plan_that_cannot_read_its_own_files_says_nothing_of_guests() throws Exception {
    server.close();
    server = new ScriptedServer("fetch", "plan", "export");
    serveDiscoveryAndResults();
    server.serves(
        "caldav-list",
        exchange -> {
          PlanSteps.plan(exchange).close();
          exchange
              .getMessage()
              .setBody(
                  new PullIterator<List<Member>>() {
                    @Override
                    protected List<Member> pull() {
                      return null;
                    }

                    @Override
                    public void close() {
                      // nothing is open
                    }
                  });
        });
    isEmptyAndMayMail();
    export(Map.of("verify", "off"), meeting("a"));
    assertThat(results).singleElement().asString().startsWith("/work/a.ics not written: ");
    assertThat(results.get(0)).doesNotContain("guests");
  }

  @Test
  void an_object_that_was_refused_and_cannot_be_read_is_told_by_the_refusal() throws Exception {
    isNewCalendar();
    server.answers("PUT " + A, 403, "too old").answers("GET " + A, 403, "not yours");
    export(Map.of("verify", "full"));
    assertThat(results)
        .containsExactly(
            "/work/a.ics the server refuses the request (403: too old); the existing object cannot be"
                + " read: the server refuses the request (403: not yours)");
  }

  @Test
  void an_object_that_was_never_sent_is_not_in_doubt() throws Exception {
    isEmptyAndMayMail();
    server.answers("GET " + A, 404, "").answers("GET " + A, 403, "not yours");
    export(Map.of("verify", "full"), meeting("a"));
    assertThat(results)
        .containsExactly("/work/a.ics the server refuses the request (403: not yours)");
    assertThat(server.requests()).last().isEqualTo("GET " + A);
  }

  @Test
  void a_sign_in_that_ends_while_objects_are_read_back_takes_nothing_back() throws Exception {
    isNewCalendar();
    String c = "/home/work/c.ics";
    for (String path : List.of(A, B, c)) {
      server.answers("PUT " + path, 201, "");
    }
    server.answers("GET " + A, 200, text(event)).answers("GET " + B, 401, "");
    Exchange exchange =
        export(
            Map.of("verify", "full", "concurrency", "1"),
            new RestoreFile("/work/a.ics", false, event, null, null),
            file("/work/b.ics", "UID:b|SUMMARY:b"),
            file("/work/c.ics", "UID:c|SUMMARY:c"));
    assertThat(exchange.getException()).hasMessageContaining("2 of 3 events were not restored");
    assertThat(results).hasSize(3).contains("/work/a.ics null");
    assertThat(results)
        .filteredOn(result -> !result.endsWith(" null"))
        .allMatch(result -> result.matches("/work/[bc].ics .*written (and|but) .* read back.*"));
    assertThat(server.requests()).doesNotContain("GET " + c);
  }
}
