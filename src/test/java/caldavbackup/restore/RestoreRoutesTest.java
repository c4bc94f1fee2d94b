package caldavbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.ical.Meetings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code direct:caldav-restore} asks for one object after the other. */
class RestoreRoutesTest {
  private static final String WORK = "/home/work/";
  private static final String PUT = "PUT /home/work/a.ics: SUMMARY:plain";
  private static final String THERE =
      ScriptedServer.has(
          WORK,
          "<d:displayname>work</d:displayname>"
              + "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>");

  private ScriptedServer server;
  private Account account;
  private int discoveries;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("store", "restore");
    account = server.account(Map.of());
    server.serves(
        "caldav-discover",
        exchange -> {
          discoveries++;
          exchange.setProperty(
              CaldavConstants.DISCOVERY,
              Discovered.of(
                  List.of(ScriptedServer.ROOT + "/home/"),
                  Calendar.named(ScriptedServer.ROOT + WORK, "work")));
        });
    server.answers("PROPFIND " + WORK, 207, THERE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Exchange restore(Object body) {
    Exchange exchange = server.exchange(account);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, "work");
    exchange.getMessage().setHeader(CaldavConstants.NAME, "a.ics");
    exchange.getMessage().setBody(body);
    return server.send("caldav-restore", exchange);
  }

  private Exchange restore() {
    return restore(Meetings.event("SUMMARY:plain"));
  }

  @Test
  void a_calendar_is_looked_for_once() {
    server.answers("PUT /home/work/a.ics", 201, "");
    assertThat(restore().getException()).isNull();
    assertThat(restore().getException()).isNull();
    assertThat(discoveries).isEqualTo(1);
    assertThat(server.requests()).containsExactly("PROPFIND " + WORK, PUT, PUT);
  }

  @Test
  void a_calendar_that_is_gone_is_looked_for_once_more() {
    server
        .answers("PUT /home/work/a.ics", 201, "")
        .answers("PUT /home/work/a.ics", 409, "")
        .answers("PUT /home/work/a.ics", 201, "");
    assertThat(restore().getException()).isNull();
    assertThat(restore().getException()).isNull();
    assertThat(discoveries).isEqualTo(2);
    assertThat(server.requests())
        .containsExactly("PROPFIND " + WORK, PUT, PUT, "PROPFIND " + WORK, PUT);
  }

  @Test
  void an_object_that_is_refused_in_a_calendar_just_found_is_a_failure() {
    server.answers("PUT /home/work/a.ics", 409, "no");
    assertThat(restore().getException()).hasMessage("the server answered (409: no)");
    assertThat(discoveries).isEqualTo(1);
    assertThat(restore().getException()).hasMessage("the server answered (409: no)");
    assertThat(discoveries).isEqualTo(2);
  }

  @Test
  void a_host_goes_on_after_a_restore() throws Exception {
    server.answers("PUT /home/work/a.ics", 201, "written");
    Exchange exchange = restore();
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody()).isNull();
  }

  @Test
  void what_is_not_there_is_named() {
    assertThat(restore(null).getException()).hasMessage("there is no object in the body");
    Exchange exchange = server.exchange(account);
    exchange.getMessage().setBody(Meetings.event("SUMMARY:plain"));
    assertThat(server.send("caldav-restore", exchange).getException())
        .hasMessageStartingWith("header 'CamelCaldavCalendar' is missing");
    exchange = server.exchange(account);
    exchange.removeProperty(CaldavConstants.ACCOUNT);
    assertThat(server.send("caldav-restore", exchange).getException())
        .hasMessageStartingWith("exchange property 'CamelCaldavAccount' is missing");
  }

  @Test
  void headers_may_be_bytes_as_a_broker_gives_them() {
    server.answers("PUT /home/work/a.ics", 201, "");
    Exchange exchange = server.exchange(account);
    exchange
        .getMessage()
        .setHeader(CaldavConstants.CALENDAR, "work".getBytes(StandardCharsets.UTF_8));
    exchange.getMessage().setHeader(CaldavConstants.NAME, "a.ics".getBytes(StandardCharsets.UTF_8));
    exchange.getMessage().setBody(Meetings.event("SUMMARY:plain"));
    assertThat(server.send("caldav-restore", exchange).getException()).isNull();
    assertThat(server.requests()).containsExactly("PROPFIND " + WORK, PUT);
  }

  @Test
  void a_calendar_may_be_named_by_its_directory_in_a_backup() {
    server
        .answers("PROPFIND /home/a:b/", 207, THERE.replace(WORK, "/home/a:b/"))
        .answers("PUT /home/a:b/a.ics", 201, "");
    Exchange exchange = server.exchange(account);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, "a%3Ab");
    exchange.getMessage().setHeader(CaldavConstants.NAME, "a.ics");
    exchange.getMessage().setBody(Meetings.event("SUMMARY:plain"));
    assertThat(server.send("caldav-restore", exchange).getException()).isNull();
    assertThat(server.requests())
        .containsSubsequence("PROPFIND /home/a:b/", "PUT /home/a:b/a.ics: SUMMARY:plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", ""})
  void a_name_that_leads_out_of_the_calendar_is_refused(String name) {
    Exchange exchange = server.exchange(account);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, "work");
    exchange.getMessage().setHeader(CaldavConstants.NAME, name);
    exchange.getMessage().setBody(Meetings.event("SUMMARY:plain"));
    assertThat(server.send("caldav-restore", exchange).getException())
        .hasMessage("header 'CamelCaldavName' is not a valid object name: " + name);
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }
}
