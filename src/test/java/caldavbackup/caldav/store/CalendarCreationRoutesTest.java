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
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code direct:caldav-make-calendar} makes a calendar, and looks at one. */
class CalendarCreationRoutesTest {
  private static final String TYPE =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static final String DONE = has("/work/", "");

  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("store");
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
        .hasMessage(
            "calendar Work cannot be created: the server refuses the request (403: the last)");
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
        .hasMessage("the server reported that it created calendar Work, but it does not exist");
  }

  @Test
  void something_else_at_its_url_is_a_failure() throws Exception {
    server.answers("PROPFIND /work/", 207, has("/work/", "<d:resourcetype/>"));
    assertThat(make().getException()).hasMessageContaining("that is not a calendar already exists");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void a_refused_password_ends_it_at_once() throws Exception {
    server
        .answers("PROPFIND /work/", 207, has("/work/", TYPE))
        .answers("PROPPATCH /work/", 401, "");
    assertThat(make().getException()).hasMessageContaining("requires a sign-in");
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
}
