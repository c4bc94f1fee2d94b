package caldavbackup.caldav.store;

import static caldavbackup.caldav.ScriptedServer.has;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.Meetings;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code store.camel.yaml} writes an object: what it asks, and what comes of it. */
class StoreRoutesTest {
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
    return Calendar.named(ScriptedServer.ROOT + "/work/", "Work");
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
        .hasMessageStartingWith("not written: this server does not identify the user");
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
        .hasMessage("there is no object to write: the plan deletes the existing one");
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
        .hasMessageEndingWith("/work/a.ics: the answer is not a calendar object");
    exchange = server.exchange(server.account(Map.of()));
    exchange.setProperty("CamelCaldavPlace", place(ScriptedServer.ROOT + "/work/a.ics", "\"1\""));
    assertThat(guard(exchange, "a.ics", Meetings.event("SUMMARY:x")).getException())
        .hasMessageEndingWith("/work/a.ics: the answer is not a calendar object");
  }
}
