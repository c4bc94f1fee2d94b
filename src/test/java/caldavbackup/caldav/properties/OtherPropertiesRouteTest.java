package caldavbackup.caldav.properties;

import static caldavbackup.caldav.ScriptedServer.ROOT;
import static caldavbackup.caldav.ScriptedServer.has;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarDetails.OtherProperty;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code direct:caldav-other-properties} asks, and what comes of it. */
class OtherPropertiesRouteTest {
  private static final Calendar WORK = Calendar.named(ROOT + "/home/work/", "Work");
  private static final Calendar PLAY = Calendar.named(ROOT + "/home/play/", "Play");
  private static final String NOTE = "<x:note xmlns:x='urn:mine'>%s</x:note>";

  private final Discovery discovery = Discovered.of(List.of(ROOT + "/home/"), WORK, PLAY);
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("properties");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void values_are_asked_for_only_where_a_name_is_unknown() throws Exception {
    server
        .answers("PROPFIND /home/work/", 207, has("/home/work/", "<d:getetag/>" + note("")))
        .answers("PROPFIND /home/work/", 207, has("/home/work/", note("remember")));
    List<OtherProperty> others = search(WORK).get(0).details().others();
    assertThat(others).extracting(OtherProperty::name).containsExactly("{urn:mine}note");
    assertThat(others.get(0).xml()).contains("remember");
    assertThat(server.requests()).hasSize(2);
    assertThat(discovery.problems()).isEmpty();
  }

  @Test
  void a_calendar_with_live_properties_alone_is_asked_once() throws Exception {
    server.answers("PROPFIND /home/work/", 207, has("/home/work/", "<d:getetag/>"));
    assertThat(search(WORK)).containsExactly(WORK);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void several_of_one_home_are_asked_at_once() throws Exception {
    server.answers(
        "PROPFIND /home/",
        207,
        has("/home/work/", "").replace("</d:multistatus>", "")
            + has("/home/play/", "").replaceFirst("^<d:multistatus[^>]*>", ""));
    assertThat(search(WORK, PLAY)).containsExactly(WORK, PLAY);
    assertThat(server.requests()).containsExactly("PROPFIND /home/");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 405, 501})
  void a_server_that_does_not_tell_has_none(int status) throws Exception {
    server.answers("PROPFIND /home/work/", status, "");
    assertThat(search(WORK)).containsExactly(WORK);
    assertThat(discovery.problems()).isEmpty();
  }

  @Test
  void a_server_that_fails_is_asked_for_all_and_then_it_is_said() throws Exception {
    server.answers("PROPFIND /home/work/", 500, "");
    assertThat(search(WORK)).containsExactly(WORK);
    assertThat(server.requests()).hasSize(2);
    assertThat(discovery.problems())
        .containsExactly("Work: other properties cannot be read: the server answered (500)");
    assertThat(discovery.isUnsure(WORK)).isTrue();
  }

  private static String note(String text) {
    return NOTE.formatted(text);
  }

  @SuppressWarnings("unchecked")
  private List<Calendar> search(Calendar... calendars) throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.setProperty(CaldavConstants.DISCOVERY, discovery);
    exchange.getMessage().setBody(List.of(calendars));
    Exchange done = server.send("caldav-other-properties", exchange);
    assertThat(done.getException()).isNull();
    return done.getMessage().getBody(List.class);
  }
}
