package caldavbackup.caldav.check;

import static caldavbackup.caldav.ScriptedServer.has;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code direct:caldav-check} finds out about a calendar. */
class CheckRouteTest {
  /** MD5 of "hello". */
  private static final String DIGEST = "\"5d41402abc4b2a76b9719d911017c592\"";

  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("discover", "list", "check");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"hello,digest", "other,version"})
  void objects_are_counted_and_one_is_tried(String content, String etag) throws Exception {
    server
        .answers("PROPFIND /work/", 207, has("/work/", "<d:sync-token>s</d:sync-token>"))
        .answers(
            "PROPFIND /work/",
            207,
            "<d:multistatus xmlns:d='DAV:'>" + itself() + object("a") + object("b") + END)
        .answers("GET /work/a.ics", 200, content);
    CalendarStatistics statistics = statistics();
    assertThat(statistics.objects()).isEqualTo(2);
    assertThat(statistics.bytes()).isEqualTo(10);
    assertThat(statistics.changes()).containsExactly("sync");
    assertThat(statistics.listedBy()).isEqualTo("PROPFIND");
    assertThat(statistics.etag()).isEqualTo(etag);
    assertThat(statistics.concerns()).isEmpty();
    assertThat(server.requests())
        .containsExactly("PROPFIND /work/", "PROPFIND /work/", "GET /work/a.ics");
  }

  @Test
  void an_object_that_cannot_be_read_is_a_concern() throws Exception {
    server
        .answers("PROPFIND /work/", 207, has("/work/", ""))
        .answers(
            "PROPFIND /work/", 207, "<d:multistatus xmlns:d='DAV:'>" + itself() + object("a") + END)
        .answers("GET /work/a.ics", 403, "");
    assertThat(statistics().concerns())
        .containsExactly("a.ics cannot be read: the server refuses the request (403)");
  }

  @Test
  void an_empty_calendar_has_nothing_to_try() throws Exception {
    server.answers("PROPFIND /work/", 207, "<d:multistatus xmlns:d='DAV:'>" + itself() + END);
    CalendarStatistics statistics = statistics();
    assertThat(statistics.objects()).isZero();
    assertThat(statistics.etag()).isEqualTo("-");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("GET"));
  }

  @Test
  void a_calendar_that_cannot_be_listed_fails() throws Exception {
    assertThat(count().getException()).hasMessageContaining("404");
  }

  private static final String END = "</d:multistatus>";

  private static String itself() {
    return "<d:response><d:href>/work/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/>"
        + "</d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
        + "</d:response>";
  }

  private static String object(String name) {
    return "<d:response><d:href>/work/"
        + name
        + ".ics</d:href><d:propstat><d:prop><d:getetag>"
        + DIGEST
        + "</d:getetag><d:getcontentlength>5</d:getcontentlength></d:prop>"
        + "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
  }

  private CalendarStatistics statistics() throws Exception {
    Exchange done = count();
    assertThat(done.getException()).isNull();
    return done.getMessage().getBody(CalendarStatistics.class);
  }

  private Exchange count() throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getMessage().setBody(Calendar.named(ScriptedServer.ROOT + "/work/", "Work"));
    return server.send("caldav-check", exchange);
  }
}
