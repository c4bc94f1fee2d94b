package caldavbackup.caldav;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

/** The bodies of requests, as they go over the wire. */
class RequestsTest {
  private static final Calendar WORK =
      Calendar.named("https://h/work/", "A & B").withComponents(List.of("VEVENT"));
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  private static final String LISTED =
      "<d:prop><d:resourcetype/><d:getetag/><d:getlastmodified/><d:getcontentlength/></d:prop>";

  private final Requests requests = new Requests();

  @Test
  void sync_collection_with_and_without_a_limit() throws IOException {
    assertThat(body(message -> requests.sync(message, WORK, "a&b", 0)))
        .isEqualTo(
            "<d:sync-collection><d:sync-token>a&amp;b</d:sync-token><d:sync-level>1</d:sync-level>"
                + LISTED
                + "</d:sync-collection>");
    assertThat(body(message -> requests.sync(message, WORK, "", 500)))
        .isEqualTo(
            "<d:sync-collection><d:sync-token></d:sync-token><d:sync-level>1</d:sync-level>"
                + "<d:limit><d:nresults>500</d:nresults></d:limit>"
                + LISTED
                + "</d:sync-collection>");
  }

  @Test
  void calendar_query_of_one_type_and_of_all() throws IOException {
    assertThat(body(message -> requests.query(message, WORK, "VTODO")))
        .isEqualTo(
            "<c:calendar-query>"
                + LISTED
                + "<c:filter><c:comp-filter name=\"VCALENDAR\"><c:comp-filter name=\"VTODO\"/>"
                + "</c:comp-filter></c:filter></c:calendar-query>");
    assertThat(body(message -> requests.query(message, WORK, null)))
        .endsWith(
            "<c:filter><c:comp-filter name=\"VCALENDAR\"></c:comp-filter></c:filter>"
                + "</c:calendar-query>");
  }

  @Test
  void multiget_names_hrefs_as_the_server_wrote_them() throws IOException {
    List<Member> members =
        List.of(
            new Member(WORK, "/work/a%20b.ics", "\"1\"", -1, null),
            new Member(WORK, "/work/c&d.ics", "\"2\"", -1, null));
    assertThat(body(message -> requests.multiget(message, members)))
        .isEqualTo(
            "<c:calendar-multiget><d:prop><d:getetag/><d:getcontentlength/><c:calendar-data/>"
                + "</d:prop><d:href>/work/a%20b.ics</d:href><d:href>/work/c&amp;d.ics</d:href>"
                + "</c:calendar-multiget>");
  }

  @Test
  void a_calendar_is_made_with_its_properties() throws IOException {
    String properties =
        "<d:displayname>A &amp; B</d:displayname><c:supported-calendar-component-set>"
            + "<c:comp name=\"VEVENT\"/></c:supported-calendar-component-set>";
    assertThat(body(message -> requests.mkcalendar(message, WORK)))
        .isEqualTo(
            "<c:mkcalendar><d:set><d:prop>" + properties + "</d:prop></d:set></c:mkcalendar>");
    assertThat(body(message -> requests.mkcol(message, WORK)))
        .isEqualTo(
            "<d:mkcol><d:set><d:prop><d:resourcetype><d:collection/><c:calendar/>"
                + "</d:resourcetype>"
                + properties
                + "</d:prop></d:set></d:mkcol>");
  }

  @Test
  void properties_are_asked_for_by_name_and_namespace() throws IOException {
    assertThat(
            body(
                message ->
                    requests.properties(
                        message, "https://h/", "0", List.of(new QName("urn:a&b", "x")))))
        .isEqualTo("<d:propfind><d:prop><x xmlns=\"urn:a&amp;b\"/></d:prop></d:propfind>");
    assertThat(body(message -> requests.propertyNames(message, "https://h/", "0")))
        .isEqualTo("<d:propfind><d:propname/></d:propfind>");
    assertThat(body(message -> requests.allProperties(message, "https://h/", "0")))
        .isEqualTo("<d:propfind><d:allprop/></d:propfind>");
  }

  /** The body of a request without its head and the declarations that all have. */
  private static String body(Consumer<Message> request) throws IOException {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Message message = new DefaultMessage(context);
      request.accept(message);
      assertThat(message.getHeader(CaldavConstants.CONTENT_TYPE))
          .isEqualTo("application/xml; charset=utf-8");
      String text = new String((byte[]) message.getBody(), StandardCharsets.UTF_8);
      assertThat(text).startsWith(HEAD).contains(" xmlns:d=\"DAV:\"");
      return text.substring(HEAD.length()).replaceAll(" xmlns:\\w=\"[^\"]*\"", "");
    }
  }
}
