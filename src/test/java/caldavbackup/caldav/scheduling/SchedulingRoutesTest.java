package caldavbackup.caldav.scheduling;

import static caldavbackup.caldav.ScriptedServer.has;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.profile.SchedulingTarget;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.ical.Meetings;
import caldavbackup.restore.plan.SchedulingGuard.Decision;
import caldavbackup.restore.plan.SchedulingGuard.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code scheduling.camel.yaml} asks, in which order, and what it decides. */
class SchedulingRoutesTest {
  private static final String SCHEDULES = "calendar-access, calendar-auto-schedule";
  private static final String MEETING = "SUMMARY:x|ORGANIZER:mailto:me@x|ATTENDEE:mailto:g@x";
  private static final String ME =
      "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>";
  private static final String OWNER = "<d:owner><d:href>/owner/</d:href></d:owner>";

  private final Calendar work = Calendar.named(ScriptedServer.ROOT + "/home/work/", "Work");
  private ScriptedServer server;
  private Account account;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("store", "scheduling");
    account = server.account(Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String addresses(String principal, String address) {
    return has(
        principal,
        "<c:calendar-user-address-set><d:href>"
            + address
            + "</d:href></c:calendar-user-address-set>");
  }

  private Exchange send(String route, Object body) {
    Exchange exchange = server.exchange(account);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, work);
    exchange.getMessage().setHeader(CaldavConstants.NAME, "a.ics");
    exchange.getMessage().setBody(body);
    return server.send(route, exchange);
  }

  @Test
  void the_calendar_tells_whose_it_is_and_each_principal_its_addresses() {
    server
        .says("/home/work/", "DAViCal", SCHEDULES)
        .answers("PROPFIND /home/work/", 207, has("/home/work/", ME + OWNER))
        .answers("PROPFIND /me/", 207, addresses("/me/", "mailto:me@x"))
        .answers("PROPFIND /owner/", 207, addresses("/owner/", "mailto:owner@x"));
    Exchange done = send("caldav-learn-scheduling", "the body");
    assertThat(done.getException()).isNull();
    assertThat(done.getMessage().getBody()).isEqualTo("the body");
    assertThat(server.requests())
        .containsExactly(
            "OPTIONS /home/work/", "PROPFIND /home/work/", "PROPFIND /me/", "PROPFIND /owner/");
    SchedulingTarget known = ServerProfile.of(account).scheduling(work);
    assertThat(known.traits().server()).isEqualTo("DAViCal");
    assertThat(known.people())
        .satisfiesExactly(
            user -> assertThat(user).contains("mailto:me@x", "/me/"),
            owner -> assertThat(owner).contains("mailto:owner@x", "/owner/"));
  }

  @Test
  void the_home_of_a_calendar_that_is_not_there_yet_is_asked() {
    server
        .says("/home/", "DAViCal", SCHEDULES)
        .answers("PROPFIND /home/", 207, has("/home/", ME))
        .answers("PROPFIND /me/", 403, "");
    assertThat(send("caldav-learn-scheduling", null).getException()).isNull();
    assertThat(server.requests())
        .containsExactly(
            "OPTIONS /home/work/",
            "PROPFIND /home/work/",
            "OPTIONS /home/",
            "PROPFIND /home/",
            "PROPFIND /me/");
    assertThat(ServerProfile.of(account).scheduling(work).people()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS /home/work/", "PROPFIND /home/work/", "PROPFIND /me/"})
  void a_server_that_is_too_busy_has_told_nothing(String busy) {
    server
        .says("/home/work/", "DAViCal", SCHEDULES)
        .answers("PROPFIND /home/work/", 207, has("/home/work/", ME))
        .answersOnly(busy, 503);
    Exchange failed = send("caldav-learn-scheduling", null);
    assertThat(server.requests()).endsWith(busy, busy, busy, busy, busy);
    assertThat(failed.getException()).isNotNull();
    assertThat(ServerProfile.of(account).scheduling(work)).isNull();
  }

  @Test
  void a_server_that_heeds_the_headers_is_asked_once_and_what_is_there_is_not_read() {
    server
        .says("/home/work/", "Cyrus-HTTP/3.6", SCHEDULES)
        .answers("PROPFIND /home/work/", 207, has("/home/work/", ME))
        .answers("PROPFIND /me/", 207, addresses("/me/", "mailto:me@x"));
    byte[] meeting = Meetings.event(MEETING);
    Exchange first = send("caldav-guard", meeting);
    assertThat(first.getProperty("CamelCaldavDecision", Decision.class).kind())
        .isEqualTo(Kind.GO_AHEAD);
    assertThat(first.getMessage().getBody()).isEqualTo(meeting);
    int asked = server.requests().size();
    send("caldav-guard", meeting);
    assertThat(server.requests()).hasSize(asked).noneMatch(request -> request.startsWith("GET"));
  }

  @Test
  void without_a_body_it_is_decided_how_what_is_there_is_deleted() {
    server
        .says("/home/work/", "DAViCal", SCHEDULES)
        .answers("PROPFIND /home/work/", 207, has("/home/work/", ME))
        .answers("PROPFIND /me/", 207, addresses("/me/", "mailto:me@x"));
    assertThat(decision(null).kind()).isEqualTo(Kind.GO_AHEAD); // nothing is there
    server.answers(
        "GET /home/work/a.ics", 200, new String(Meetings.event(MEETING), StandardCharsets.UTF_8));
    assertThat(decision(null).text()).startsWith("not deleted: DAViCal would send mail to ");
  }

  private Decision decision(byte[] object) {
    return send("caldav-guard", object).getProperty("CamelCaldavDecision", Decision.class);
  }

  @Test
  void what_cannot_be_read_is_not_taken_for_nothing() {
    server
        .says("/home/work/", "DAViCal", SCHEDULES)
        .answers("GET /home/work/a.ics", 403, "not for you");
    assertThat(send("caldav-guard", Meetings.event(MEETING)).getException())
        .hasMessageContaining("not for you");
  }

  @Test
  void a_header_that_is_missing_is_named() {
    Exchange exchange = server.exchange(account);
    exchange.getMessage().setBody(Meetings.event(MEETING));
    assertThat(server.send("caldav-guard", exchange).getException())
        .hasMessage("header 'CamelCaldavCalendar' is missing, or is not a Calendar");
  }
}
