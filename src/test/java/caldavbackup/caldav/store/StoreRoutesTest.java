package caldavbackup.caldav.store;

import static caldavbackup.caldav.ScriptedServer.has;
import static caldavbackup.caldav.ScriptedServer.isOfStatus;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarProperties;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.ical.Meetings;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code store.camel.yaml} asks, in which order, and what comes of it. */
class StoreRoutesTest {
  private static final String TYPE =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static final String DONE = has("/work/", "");
  private static final String OBJECT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n";

  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("store", "scheduling");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Calendar wanted() {
    return CalendarProperties.with(
        Calendar.named(ScriptedServer.ROOT + "/work/", "Work"),
        List.of(
            CalendarProperties.of("color", "#ff0000"),
            CalendarProperties.of("description", "what I do")));
  }

  private Exchange make() throws Exception {
    return make(server.exchange(server.account(Map.of())));
  }

  private Exchange make(Exchange exchange) {
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, wanted());
    return server.send("caldav-make-calendar", exchange);
  }

  @Test
  void a_calendar_is_made_with_all_that_it_has_and_what_is_missing_is_set() throws Exception {
    server
        .answers("PROPFIND /work/", 404, "")
        .answers(
            "PROPFIND /work/",
            207,
            has(
                "/work/",
                TYPE
                    + "<d:displayname>Work</d:displayname><c:supported-calendar-component-set>"
                    + "<c:comp name='VEVENT'/></c:supported-calendar-component-set>"))
        .answers("MKCALENDAR /work/", 201, "")
        .answers("PROPPATCH /work/", 207, DONE);
    Exchange made = make();
    assertThat(made.getException()).isNull();
    assertThat(made.getMessage().getBody(Calendar.class).components()).containsExactly("VEVENT");
    assertThat(server.requests())
        .containsExactly(
            "PROPFIND /work/",
            "MKCALENDAR /work/",
            "PROPFIND /work/",
            "PROPPATCH /work/",
            "PROPPATCH /work/");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_calendar_that_is_there_is_not_made(boolean isRefused) throws Exception {
    server
        .answers("PROPFIND /work/", 207, has("/work/", TYPE + "<d:displayname>W</d:displayname>"))
        .answers("PROPPATCH /work/", isRefused ? 403 : 207, isOfStatus("/work/", "409 Conflict"));
    assertThat(make().getMessage().getBody(Calendar.class).displayName()).isEqualTo("Work");
    assertThat(server.requests())
        .containsExactly(
            "PROPFIND /work/", "PROPPATCH /work/", "PROPPATCH /work/", "PROPPATCH /work/");
  }

  @Test
  void a_server_that_says_inside_a_multistatus_that_nothing_is_there_is_believed()
      throws Exception {
    server
        .answers("PROPFIND /work/", 207, isOfStatus("/work/", "404 Not Found"))
        .answers("PROPFIND /work/", 207, has("/work/", TYPE))
        .answers("MKCALENDAR /work/", 201, "")
        .answers("PROPPATCH /work/", 207, DONE);
    assertThat(make().getException()).isNull();
    assertThat(server.requests()).startsWith("PROPFIND /work/", "MKCALENDAR /work/");
  }

  @Test
  void each_way_to_make_a_calendar_is_tried_and_its_address_followed() throws Exception {
    server
        .answers("MKCALENDAR /work/", 403, "not with properties")
        .answersFrom("MKCALENDAR /work/", 201, "/other")
        .answers("MKCOL /work/", 405, "")
        .answers("PROPFIND /other/", 207, has("/other/", TYPE))
        .answers("PROPPATCH /other/", 207, DONE);
    Exchange made = make();
    assertThat(made.getMessage().getBody(Calendar.class).url())
        .isEqualTo(ScriptedServer.ROOT + "/other/");
    assertThat(made.getMessage().getHeader(CaldavConstants.CALENDAR, Calendar.class).url())
        .isEqualTo(ScriptedServer.ROOT + "/other/");
    assertThat(server.requests())
        .containsExactly(
            "PROPFIND /work/",
            "MKCALENDAR /work/",
            "MKCOL /work/",
            "MKCALENDAR /work/",
            "PROPFIND /other/",
            "PROPPATCH /other/",
            "PROPPATCH /other/",
            "PROPPATCH /other/");
  }

  @Test
  void a_calendar_that_cannot_be_made_fails_with_the_last_refusal() throws Exception {
    server
        .answers("MKCALENDAR /work/", 403, "the first")
        .answers("MKCALENDAR /work/", 403, "the last")
        .answers("MKCOL /work/", 405, "");
    assertThat(make().getException())
        .hasMessage("calendar Work cannot be made: the server refuses the request (403: the last)");
    assertThat(server.requests())
        .containsExactly(
            "PROPFIND /work/",
            "MKCALENDAR /work/",
            "MKCOL /work/",
            "MKCALENDAR /work/",
            "PROPFIND /work/");
  }

  @Test
  void a_calendar_that_somebody_else_made_meanwhile_is_taken() throws Exception {
    server
        .answers("PROPFIND /work/", 404, "")
        .answers("PROPFIND /work/", 207, has("/work/", TYPE))
        .answers("PROPPATCH /work/", 207, DONE);
    assertThat(make().getException()).isNull();
    assertThat(server.requests())
        .startsWith(
            "PROPFIND /work/",
            "MKCALENDAR /work/",
            "MKCOL /work/",
            "MKCALENDAR /work/",
            "PROPFIND /work/",
            "PROPFIND /work/",
            "PROPPATCH /work/");
  }

  @Test
  void where_none_can_be_made_the_users_only_calendar_of_that_name_is_taken() throws Exception {
    server
        .answers("PROPFIND /mine/", 207, has("/mine/", TYPE))
        .answers("PROPPATCH /mine/", 207, DONE);
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.setProperty(
        CaldavConstants.DISCOVERY,
        Discovered.of(List.of(), Calendar.named(ScriptedServer.ROOT + "/mine/", "Work")));
    assertThat(make(exchange).getMessage().getBody(Calendar.class).url()).endsWith("/mine/");
    assertThat(server.requests())
        .startsWith(
            "PROPFIND /work/",
            "MKCALENDAR /work/",
            "MKCOL /work/",
            "MKCALENDAR /work/",
            "PROPFIND /work/",
            "PROPFIND /mine/",
            "PROPPATCH /mine/");
  }

  @Test
  void a_calendar_that_was_said_to_be_made_and_is_not_there_is_a_failure() throws Exception {
    server.answers("MKCALENDAR /work/", 201, "");
    assertThat(make().getException())
        .hasMessage("the server answered that it made calendar Work, and has none there");
  }

  @Test
  void something_else_at_its_url_is_a_failure() throws Exception {
    server.answers("PROPFIND /work/", 207, has("/work/", "<d:resourcetype/>"));
    assertThat(make().getException()).hasMessageContaining("something else than a calendar");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void a_refused_password_ends_it_at_once() throws Exception {
    server
        .answers("PROPFIND /work/", 207, has("/work/", TYPE))
        .answers("PROPPATCH /work/", 401, "");
    assertThat(make().getException()).hasMessageContaining("wants to know who asks");
    assertThat(server.requests()).containsExactly("PROPFIND /work/", "PROPPATCH /work/");
  }

  @Test
  void what_is_there_is_told_and_forgotten_when_it_is_gone() throws Exception {
    server.answers("PROPFIND /work/", 207, has("/work/", TYPE)).answers("PROPFIND /work/", 404, "");
    Exchange exchange = server.exchange(server.account(Map.of()));
    Conversation.begin(exchange, new CalendarLook(wanted()));
    server.send("caldav-converse", exchange);
    assertThat(exchange.getProperty("CamelCaldavThere")).isInstanceOf(Calendar.class);
    Conversation.begin(exchange, new CalendarLook(wanted()));
    server.send("caldav-converse", exchange);
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getProperty("CamelCaldavThere")).isNull();
  }

  private Exchange store(byte[] object, Map<String, String> options) throws Exception {
    Exchange exchange = server.exchange(server.account(options));
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, wanted());
    exchange.getMessage().setHeader(CaldavConstants.NAME, "a b.ics");
    exchange.getMessage().setBody(object);
    return server.send("caldav-store", exchange);
  }

  @ParameterizedTest
  @CsvSource({"skip, ' if new'", "overwrite, ''", "fail, ' if new'"})
  void an_object_without_guests_is_one_request(String conflict, String condition) throws Exception {
    server.answers("PUT /work/a%20b.ics", 201, "");
    Exchange stored = store(Meetings.event("SUMMARY:plain"), Map.of("conflict", conflict));
    assertThat(stored.getException()).isNull();
    assertThat(stored.getProperty("CamelCaldavStayed")).isNull();
    assertThat(server.requests())
        .containsExactly("PUT /work/a%20b.ics" + condition + ": SUMMARY:plain");
  }

  @ParameterizedTest
  @CsvSource({
    "skip, 412, 200, BEGIN:VCALENDAR, true, ",
    "skip, 412, 200, <html/>, false, the server answered (412: no)",
    "skip, 412, 404, '', false, the server answered (412: no)",
    "fail, 412, 200, BEGIN:VCALENDAR, false, the server answered (412: no)",
    "skip, 409, 200, BEGIN:VCALENDAR, false, the server answered (409: no)"
  })
  void what_is_there_stays_when_it_is_looked_at_and_is_an_object(
      String conflict, int refusal, int there, String body, boolean stays, String message)
      throws Exception {
    server
        .answers("PUT /work/a%20b.ics", refusal, "no")
        .answers("GET /work/a%20b.ics", there, body);
    Exchange stored = store(Meetings.event("SUMMARY:plain"), Map.of("conflict", conflict));
    assertThat(stored.getProperty("CamelCaldavStayed") != null).isEqualTo(stays);
    if (message == null) {
      assertThat(stored.getException()).isNull();
    } else {
      assertThat(stored.getException()).hasMessage(message);
    }
    boolean isLookedAt = conflict.equals("skip") && refusal == 412;
    assertThat(server.requests()).hasSize(isLookedAt ? 2 : 1);
  }

  @Test
  void a_place_is_written_over_only_while_it_is_as_it_was_listed() throws Exception {
    server.answers("PUT /elsewhere", 204, "");
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, wanted());
    exchange.getMessage().setHeader(CaldavConstants.NAME, "a.ics");
    exchange.getMessage().setBody(Meetings.event("SUMMARY:plain"));
    exchange.setProperty("CamelCaldavPlace", place(ScriptedServer.ROOT + "/elsewhere", "\"1\""));
    server.send("caldav-store", exchange);
    assertThat(exchange.getException()).isNull();
    assertThat(server.requests()).containsExactly("PUT /elsewhere if unchanged: SUMMARY:plain");
  }

  private static Object place(String url, String etag) {
    return new StorePlace(url, etag);
  }

  private void isSogo() {
    server
        .says("/work/", "SOPE/5", "calendar-access, calendar-auto-schedule")
        .answers(
            "PROPFIND /work/",
            207,
            has(
                "/work/",
                "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>"))
        .answers(
            "PROPFIND /me/",
            207,
            has(
                "/me/",
                "<c:calendar-user-address-set><d:href>mailto:me@x</d:href>"
                    + "</c:calendar-user-address-set>"))
        .answers("PUT /work/a%20b.ics", 201, "");
  }

  @Test
  void a_meeting_on_sogo_is_first_written_so_that_it_tells_nobody() throws Exception {
    isSogo();
    byte[] meeting =
        Meetings.event("SUMMARY:with guests|ORGANIZER:mailto:me@x|ATTENDEE:mailto:g@x");
    assertThat(store(meeting, Map.of("conflict", "fail")).getException()).isNull();
    assertThat(server.requests())
        .containsExactly(
            "OPTIONS /work/",
            "PROPFIND /work/",
            "PROPFIND /me/",
            "GET /work/a%20b.ics",
            "PUT /work/a%20b.ics if new: SUMMARY:with guests",
            "PUT /work/a%20b.ics: SUMMARY:with guests");
  }

  @Test
  void a_meeting_that_is_there_stays_where_the_condition_of_a_request_is_not_heeded()
      throws Exception {
    server
        .says("/work/", "GSE", "calendar-access, calendar-auto-schedule")
        .answers("GET /work/a%20b.ics", 200, OBJECT);
    byte[] meeting = Meetings.event("SUMMARY:x|ORGANIZER:mailto:me@x|ATTENDEE:mailto:g@x");
    Exchange stored = store(meeting, Map.of("conflict", "skip"));
    assertThat(stored.getException()).isNull();
    assertThat(stored.getProperty("CamelCaldavStayed")).isEqualTo(true);
    assertThat(stored.getProperty("CamelCaldavDecision")).isNull();
    assertThat(server.requests()).last().isEqualTo("GET /work/a%20b.ics");
  }

  @Test
  void a_meeting_that_the_server_would_mail_about_is_refused() throws Exception {
    server.says("/work/", "GSE", "calendar-access, calendar-auto-schedule");
    byte[] meeting = Meetings.event("SUMMARY:x|ORGANIZER:mailto:me@x|ATTENDEE:mailto:g@x");
    assertThat(store(meeting, Map.of()).getException())
        .hasMessageStartingWith("not written: this server does not say who the user is");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void a_decision_that_is_missing_is_named() throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, wanted());
    exchange.getMessage().setHeader(CaldavConstants.NAME, "a.ics");
    assertThat(server.send("caldav-write", exchange).getException())
        .hasMessage("exchange property 'CamelCaldavDecision' is missing");
  }

  private Exchange guard(Exchange exchange, String name, byte[] object) {
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, wanted());
    exchange.getMessage().setHeader(CaldavConstants.NAME, name);
    exchange.getMessage().setBody(object);
    return server.send("caldav-guard", exchange);
  }

  private void isGoogle() {
    server.says("/work/", "GSE", "calendar-access, calendar-auto-schedule");
  }

  @Test
  void what_stays_as_the_guard_found_it_is_not_written() throws Exception {
    isGoogle();
    server.answers("GET /work/a.ics", 200, OBJECT);
    Exchange exchange = server.exchange(server.account(Map.of("conflict", "skip")));
    guard(exchange, "a.ics", Meetings.event("SUMMARY:x"));
    assertThat(server.send("caldav-write", exchange).getException()).isNull();
    assertThat(exchange.getProperty("CamelCaldavStayed")).isEqualTo(true);
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void what_was_decided_of_one_object_is_not_left_for_the_next() throws Exception {
    isGoogle();
    server.answers("GET /work/b.ics", 200, OBJECT).answers("GET /work/c.ics", 403, "no");
    Exchange exchange = server.exchange(server.account(Map.of("conflict", "skip")));
    guard(exchange, "b.ics", Meetings.event("SUMMARY:x"));
    assertThat(exchange.getProperty("CamelCaldavStayed")).isEqualTo(true);
    guard(exchange, "a.ics", Meetings.event("SUMMARY:x"));
    assertThat(exchange.getProperty("CamelCaldavStayed")).isNull();
    assertThat(exchange.getProperty("CamelCaldavDecision")).isNotNull();
    byte[] third = Meetings.event("SUMMARY:y");
    assertThat(guard(exchange, "c.ics", third).getException()).hasMessageContaining("(403: no)");
    assertThat(exchange.getProperty("CamelCaldavDecision")).isNull();
    assertThat(exchange.getMessage().getBody()).isEqualTo(third);
  }

  @Test
  void a_decision_to_delete_is_not_written() throws Exception {
    isGoogle();
    Exchange exchange = server.exchange(server.account(Map.of()));
    guard(exchange, "a.ics", null);
    assertThat(exchange.getProperty("CamelCaldavDecision")).isNotNull();
    assertThat(server.send("caldav-write", exchange).getException())
        .hasMessage("there is no object to write: it was decided to delete what is there");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>sign on</html>"})
  void an_answer_that_is_no_object_does_not_stay_in_place_of_one(String page) throws Exception {
    isSogo();
    server.answers("GET /work/a%20b.ics", 200, page);
    byte[] meeting = Meetings.event("SUMMARY:x|ORGANIZER:mailto:me@x|ATTENDEE:mailto:g@x");
    Exchange stored = store(meeting, Map.of("conflict", "skip"));
    assertThat(stored.getException()).isNull();
    assertThat(stored.getProperty("CamelCaldavStayed")).isNull();
    assertThat(server.requests()).last().isEqualTo("PUT /work/a%20b.ics: SUMMARY:x");
  }

  @Test
  void what_is_listed_and_cannot_be_read_is_not_decided_on() throws Exception {
    isGoogle();
    server.answers("GET /work/a.ics", 200, "<html>sign on</html>");
    Exchange exchange = server.exchange(server.account(Map.of()));
    assertThat(guard(exchange, "a.ics", null).getException())
        .hasMessageEndingWith("/work/a.ics: the answer is no calendar object");
    exchange = server.exchange(server.account(Map.of()));
    exchange.setProperty("CamelCaldavPlace", place(ScriptedServer.ROOT + "/work/a.ics", "\"1\""));
    assertThat(guard(exchange, "a.ics", Meetings.event("SUMMARY:x")).getException())
        .hasMessageEndingWith("/work/a.ics: the answer is no calendar object");
  }
}
