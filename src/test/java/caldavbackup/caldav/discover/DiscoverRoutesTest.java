package caldavbackup.caldav.discover;

import static caldavbackup.caldav.ScriptedServer.ROOT;
import static caldavbackup.caldav.ScriptedServer.has;
import static caldavbackup.caldav.ScriptedServer.isOfStatus;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Run;
import caldavbackup.text.Failure;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code discover.camel.yaml} asks, in which order, and what it finds. */
class DiscoverRoutesTest {
  private static final String CALENDAR =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static final String PRINCIPAL =
      "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>";
  private static final String HOME =
      "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>";

  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("discover");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void from_the_location_by_way_of_principal_and_home() throws Exception {
    server
        .answers("PROPFIND /", 207, has("/", PRINCIPAL))
        .answers("PROPFIND /me/", 207, has("/me/", HOME))
        .answers("PROPFIND /home/", 207, has("/home/work/", CALENDAR));
    Exchange done = discover(Map.of());
    assertThat(found(done)).containsExactly(ROOT + "/home/work/");
    assertThat(server.requests()).containsExactly("PROPFIND /", "PROPFIND /me/", "PROPFIND /home/");
    assertThat(done.getProperty(CaldavConstants.RUN)).isInstanceOf(Run.class);
  }

  @Test
  void a_location_that_tells_nothing_leads_to_the_well_known_address() throws Exception {
    server
        .answersFrom("PROPFIND /.well-known/caldav", 301, "/dav/")
        .answers("PROPFIND /dav/", 207, has("/dav/", HOME))
        .answers("PROPFIND /home/", 207, has("/home/work/", CALENDAR));
    assertThat(found(discover(Map.of()))).containsExactly(ROOT + "/home/work/");
    assertThat(server.requests())
        .containsExactly(
            "PROPFIND /", "PROPFIND /.well-known/caldav", "PROPFIND /dav/", "PROPFIND /home/");
  }

  @Test
  void only_what_the_account_wants_is_the_result() throws Exception {
    server
        .answers("PROPFIND /", 207, has("/", HOME))
        .answers("PROPFIND /home/", 207, has("/home/work/", CALENDAR));
    Exchange done = discover(Map.of("exclude_calendars", "work"));
    assertThat(found(done)).isEmpty();
    assertThat(done.getProperty(CaldavConstants.DISCOVERY, Discovery.class).calendars()).hasSize(1);
  }

  @Test
  void nothing_found_is_a_failure_that_says_what_was_tried() throws Exception {
    assertThat(discover(Map.of()).getException())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("404");
    assertThat(server.requests()).startsWith("PROPFIND /", "PROPFIND /.well-known/caldav");
  }

  @Test
  void an_exchange_without_an_account_is_told_how_to_make_one() {
    Exchange exchange = server.exchange(null);
    assertThat(server.send("caldav-discover", exchange).getException())
        .isInstanceOf(Failure.class)
        .hasMessageContaining(CaldavConstants.ACCOUNT);
  }

  @Test
  void collections_in_a_calendar_are_entered_with_those_that_they_hold() throws Exception {
    server
        .answers("PROPFIND /", 207, has("/", HOME))
        .answers("PROPFIND /home/", 207, has("/home/work/", CALENDAR))
        .answers(
            "PROPFIND /home/work/sub/",
            207,
            has("/home/work/sub/deep/", "<d:resourcetype><d:collection/></d:resourcetype>"))
        .answers("PROPFIND /home/work/sub/deep/", 207, has("/home/work/sub/deep/cal/", CALENDAR));
    Exchange exchange = discover(Map.of());
    Discovery discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    discovery.folders().foundIn(discovery.calendars().get(0), List.of(ROOT + "/home/work/sub/"));
    exchange.getMessage().setBody("mine");
    server.send("caldav-discover-folders", exchange);
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody()).as("stays").isEqualTo("mine");
    assertThat(discovery.calendars())
        .extracting(Calendar::url)
        .containsExactly(ROOT + "/home/work/", ROOT + "/home/work/sub/deep/cal/");
    assertThat(discovery.hasFolders()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"404,0", "410,0", "200,1", "403,1", "500,1"})
  void a_calendar_that_was_known_is_gone_only_when_it_says_so_itself(int status, int problems)
      throws Exception {
    server
        .answers("PROPFIND /", 207, has("/", HOME))
        .answers("PROPFIND /home/", 207, has("/home/work/", CALENDAR));
    Exchange exchange = discover(Map.of());
    Discovery discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    if (status == 200) {
      server.answers("PROPFIND /home/old/", 207, has("/home/old/", CALENDAR));
    } else {
      server.answers("PROPFIND /home/old/", 207, isOfStatus("/home/old/", status + " x"));
    }
    discovery.doubtUnlessFound("/home/old/", "old");
    discovery.doubtUnlessFound("/home/work/", "work"); // was found
    server.send("caldav-discover-folders", exchange);
    assertThat(exchange.getException()).isNull();
    assertThat(discovery.problems()).hasSize(problems);
    assertThat(server.requests()).endsWith("PROPFIND /home/old/").doesNotContain("PROPFIND /work/");
  }

  private Exchange discover(Map<String, String> options) throws Exception {
    return server.send("caldav-discover", server.exchange(server.account(options)));
  }

  private static List<String> found(Exchange done) {
    assertThat(done.getException()).isNull();
    return ((List<?>) done.getMessage().getBody())
        .stream().map(calendar -> ((Calendar) calendar).url()).toList();
  }
}
