package caldavbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.ical.Meetings;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
}
