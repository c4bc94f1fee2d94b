package caldavbackup.caldav.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.text.Failure;
import caldavbackup.webdav.MultistatusReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingAnswerTest {
  private static final String URL = "https://h/alice/work/";
  private static final Calendar WORK = Calendar.named(URL, "Work");

  @Test
  void the_objects_of_a_listing_come_once_each_without_the_calendar_and_its_collections()
      throws IOException {
    assertThat(
            names(
                response("/alice/work/", "<d:resourcetype><d:collection/></d:resourcetype>")
                    + response("/alice/work", "")
                    + response("/alice/w%6Frk/", "")
                    + response("/alice/work/b.ics", "")
                    + response("/alice/work/a%20b.ics", "")
                    + response("/alice/work/%62.ics", "")
                    + response("https://h/alice/work/c.ics", "")
                    + response(
                        "/alice/work/sub/", "<d:resourcetype><d:collection/></d:resourcetype>")))
        .containsExactly("b.ics", "a b.ics", "c.ics");
  }

  @Test
  void the_collections_above_a_calendar_are_none_of_its_objects() throws IOException {
    String type = "<d:resourcetype><d:collection/></d:resourcetype>";
    assertThat(
            names(
                response("/", type)
                    + response("/alice/", type)
                    + response("https://h/alice", type)
                    + response("/alice/work/a.ics", "")))
        .containsExactly("a.ics");
    assertThatThrownBy(() -> names(response("/alice/wor", type)))
        .hasStackTraceContaining("which is outside of the calendar");
  }

  @Test
  void the_type_decides_and_not_a_slash() throws IOException {
    assertThat(
            names(
                response("/alice/work/a.ics/", "<d:resourcetype/>")
                    + response("/alice/work/b.ics/", "<d:getetag>\"1\"</d:getetag>")
                    + response(
                        "/alice/work/c", "<d:resourcetype><d:collection/></d:resourcetype>")))
        .containsExactly("a.ics", "b.ics");
  }

  @Test
  void an_object_has_what_the_server_says_of_it() throws IOException {
    Member member =
        members(
                response(
                    "/alice/work/%C3%BC.ics",
                    "<d:getetag>\"1\"</d:getetag><d:getcontentlength>42</d:getcontentlength>"
                        + "<d:getlastmodified>Fri, 02 Jan 2026 10:00:00 GMT</d:getlastmodified>"))
            .next();
    assertThat(member.href()).isEqualTo("/alice/work/%C3%BC.ics");
    assertThat(member.url()).isEqualTo("https://h/alice/work/%C3%BC.ics");
    assertThat(member.name()).isEqualTo("ü.ics");
    assertThat(member.etag()).isEqualTo("\"1\"");
    assertThat(member.length()).isEqualTo(42);
    assertThat(member.modified()).isEqualTo("2026-01-02T10:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "many", "4.2", "9999999999999999999"})
  void a_length_that_is_none_is_unknown(String length) throws IOException {
    assertThat(
            members(
                    response(
                        "/alice/work/a.ics",
                        "<d:getcontentlength>" + length + "</d:getcontentlength>"))
                .next()
                .length())
        .isEqualTo(-1);
  }

  @Test
  void an_object_that_was_deleted_meanwhile_is_passed_over() throws IOException {
    assertThat(names(failed("/alice/work/gone.ics", 404) + response("/alice/work/here.ics", "")))
        .containsExactly("here.ics");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 423, 500})
  void an_object_that_the_server_does_not_show_is_never_just_missing(int status)
      throws IOException {
    assertThat(names(response("/alice/work/a.ics", "") + failed("/alice/work/b.ics", status)))
        .containsExactly("a.ics", "b.ics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/alice/work/", "/alice/work/b.ics"})
  void a_507_says_that_there_is_more(String href) throws IOException {
    ListingAnswer answer = members(response("/alice/work/a.ics", "") + failed(href, 507));
    assertThat(answer.next().name()).isEqualTo("a.ics");
    assertThat(answer.hasNext()).isFalse();
    assertThat(answer.outcome().more()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/alice/private/a.ics", "/a.ics", "https://g/alice/work/a.ics", "/alice/work2/a"})
  void an_object_of_elsewhere_makes_the_listing_fail(String href) {
    assertThatThrownBy(() -> names(response(href, "")))
        .hasRootCauseInstanceOf(Failure.class)
        .hasMessageContaining("outside of the calendar");
  }

  @Test
  void a_listing_that_breaks_off_gives_what_came_and_then_fails() throws IOException {
    StringBuilder responses = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      responses.append(response("/alice/work/" + i + ".ics", ""));
    }
    Iterator<Member> members = members(responses + "<d:response><d:href>/alice/work/");
    for (int i = 0; i < 128; i++) {
      assertThat(members.next().name()).isEqualTo(i + ".ics");
    }
    assertThatThrownBy(() -> members.forEachRemaining(member -> {}))
        .hasRootCauseInstanceOf(com.ctc.wstx.exc.WstxException.class)
        .hasMessageContaining("PROPFIND " + URL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/alice/work/%FF.ics /alice/work/%25FF.ics",
        "/alice/work/%25FF.ics /alice/work/%FF.ics"
      })
  void two_objects_never_share_a_name(String hrefs) {
    String[] two = hrefs.split(" ");
    assertThatThrownBy(() -> names(response(two[0], "") + response(two[1], "")))
        .hasRootCauseInstanceOf(Failure.class)
        .hasMessageContaining("which has the name of another object");
  }

  @Test
  void a_listing_holds_no_copy_of_an_href_that_tells_objects_apart_itself() throws IOException {
    Member member = members(response("/alice/work/a.ics", "")).next();
    assertThat(member.key()).isSameAs(member.href());
  }

  private static List<String> names(String responses) throws IOException {
    List<String> names = new ArrayList<>();
    members(responses).forEachRemaining(member -> names.add(member.name()));
    return names;
  }

  private static ListingAnswer members(String responses) throws IOException {
    String xml = "<d:multistatus xmlns:d='DAV:'>" + responses + "</d:multistatus>";
    InputStream in = new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    MultistatusReader reader = new MultistatusReader(in, "PROPFIND " + URL);
    return new ListingAnswer(reader, WORK, URL, new HashSet<>());
  }

  private static String response(String href, String properties) {
    return "<d:response><d:href>"
        + href
        + "</d:href><d:propstat><d:prop>"
        + properties
        + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
  }

  private static String failed(String href, int status) {
    return "<d:response><d:href>%s</d:href><d:status>HTTP/1.1 %d X</d:status></d:response>"
        .formatted(href, status);
  }
}
