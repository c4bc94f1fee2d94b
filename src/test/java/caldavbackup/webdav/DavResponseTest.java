package caldavbackup.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DavResponseTest {
  private static final String FOUND = "<d:status>HTTP/1.1 200 OK</d:status>";
  private static final String NAME = "<d:displayname>W</d:displayname>";

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "HTTP/1.1 404 Not Found,404",
    "HTTP/1.1 404,404",
    "'\n  HTTP/1.1   403 Forbidden ',403",
    "HTTP/2 507 Insufficient Storage,507",
    "423,423",
    "HTTP/1.1,0",
    "gone,0",
    "'',0",
    "HTTP/1.1 99999999999 Huge,0"
  })
  void a_responses_own_status_is_read_however_its_line_is_written(String line, int status)
      throws IOException {
    assertThat(of("<d:status>" + line + "</d:status>").status()).isEqualTo(status);
  }

  @Test
  void a_response_without_propstat_has_a_status_and_no_properties() throws IOException {
    DavResponse response = of("<d:status>HTTP/1.1 404 Not Found</d:status>");
    assertThat(response.href()).isEqualTo("/a/b.ics");
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.properties()).isEmpty();
    assertThat(response.refused()).isEmpty();
  }

  @Test
  void a_response_of_nothing_but_its_href_says_nothing_and_is_no_error() throws IOException {
    DavResponse response = of("");
    assertThat(response.status()).isZero();
    assertThat(response.properties()).isEmpty();
    assertThat(response.text(Names.DISPLAYNAME)).isNull();
    assertThat(response.hrefs(Names.CALENDAR_HOME_SET)).isEmpty();
    assertThat(response.hasType(Names.CALENDAR)).isFalse();
  }

  @ParameterizedTest(name = "{0}: found {1}")
  @CsvSource({
    "HTTP/1.1 200 OK,true",
    "HTTP/1.1 201 Created,true",
    "HTTP/1.1 404 Not Found,false",
    "HTTP/1.1 401 Unauthorized,false",
    "HTTP/1.1 500 Oops,false",
    "nonsense,false"
  })
  void a_property_is_found_only_where_its_status_says_so(String line, boolean found)
      throws IOException {
    DavResponse response =
        of(
            "<d:propstat><d:prop>"
                + NAME
                + "</d:prop><d:status>"
                + line
                + "</d:status></d:propstat>");
    assertThat("W".equals(response.text(Names.DISPLAYNAME))).isEqualTo(found);
    assertThat(response.refused().containsKey(Names.DISPLAYNAME)).isEqualTo(!found);
  }

  @Test
  void the_propstats_of_one_response_are_read_together() throws IOException {
    DavResponse response =
        of(
            "<d:propstat>"
                + FOUND
                + "<d:prop>"
                + NAME
                + "</d:prop></d:propstat><d:propstat><d:prop><d:getetag/></d:prop><d:status>HTTP/1.1 403 No</d:status></d:propstat><d:propstat/>");
    assertThat(response.text(Names.DISPLAYNAME)).isEqualTo("W");
    assertThat(response.refused()).containsOnlyKeys(Names.GETETAG).containsValue(403);
  }

  @ParameterizedTest(name = "''{0}'' is {1}")
  @CsvSource({"' W\n',W", "'  \n ',", "'',", "a b,a b"})
  void white_space_around_a_propertys_text_is_none_of_it(String text, String read)
      throws IOException {
    DavResponse response =
        of("<d:propstat><d:prop><d:displayname>" + text + "</d:displayname></d:prop></d:propstat>");
    assertThat(response.text(Names.DISPLAYNAME)).isEqualTo(read);
  }

  @Test
  void types_and_hrefs_are_read_from_within_their_properties() throws IOException {
    DavResponse response =
        of(
            "<d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
                + "<c:calendar-home-set><d:href> /a/ </d:href><d:href>/b/</d:href></c:calendar-home-set>"
                + "</d:prop></d:propstat>");
    assertThat(response.hasType(Names.COLLECTION)).isTrue();
    assertThat(response.hasType(Names.CALENDAR)).isTrue();
    assertThat(response.hasType(Names.MULTISTATUS)).isFalse();
    assertThat(response.hrefs(Names.CALENDAR_HOME_SET)).containsExactly("/a/", "/b/");
  }

  private static DavResponse of(String inside) throws IOException {
    String xml =
        "<d:multistatus xmlns:d='DAV:' xmlns:c='"
            + Names.CALDAV
            + "'><d:response><d:href>\n/a/b.ics </d:href>"
            + inside
            + "</d:response></d:multistatus>";
    try (MultistatusReader reader =
        new MultistatusReader(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "test")) {
      return reader.next();
    }
  }
}
