package caldavbackup.caldav;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import caldavbackup.caldav.CalendarProperties.Property;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import caldavbackup.webdav.Names;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarPropertiesTest {
  private static final String URL = "https://h/work/";
  private static final String ZONE = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "displayname,d:displayname",
    "description,c:calendar-description",
    "color,a:calendar-color",
    "order,a:calendar-order",
    "timezone,c:calendar-timezone"
  })
  void a_property_is_written_under_the_name_that_servers_know(String name, String element) {
    Property property = CalendarProperties.of(name, "x");
    assertThat(property.name()).isEqualTo(name);
    assertThat(property.xml()).isEqualTo("<" + element + ">x</" + element + ">");
  }

  @Test
  void any_text_comes_back_from_what_is_sent_but_for_what_xml_forbids() {
    Seeded.times(
        500,
        random -> {
          String text =
              "." + Seeded.text(random, 30, "a<>&\"'\r\n\t]\u0000\u0007\uFFFE\uD83C") + ".";
          StringBuilder legal = new StringBuilder();
          text.codePoints().filter(CalendarPropertiesTest::isXml).forEach(legal::appendCodePoint);
          assertThat(read(CalendarProperties.of("displayname", text).xml()))
              .isEqualTo(legal.toString());
        });
  }

  @Test
  void a_calendar_is_made_with_all_that_it_had() throws IOException {
    Calendar calendar = calendar("N", "D", "#112233", "3", ZONE, true);
    DavResponse made = parsed(CalendarProperties.creation(calendar));
    assertThat(Calendar.of(URL, made)).isEqualTo(calendar);
  }

  @Test
  void a_calendar_that_has_nothing_is_made_with_nothing() {
    assertThat(CalendarProperties.creation(Calendar.named(URL, null))).isEmpty();
  }

  @Test
  void only_what_the_server_has_otherwise_is_set() {
    Calendar wanted = calendar("N", "D", "#112233", "3", ZONE, true);
    assertThat(CalendarProperties.missing(wanted, wanted)).isEmpty();
    assertThat(CalendarProperties.missing(wanted, calendar("M", "D", null, "3", ZONE, false)))
        .extracting(Property::name)
        .containsExactly("displayname", "color", "transparency");
    assertThat(CalendarProperties.missing(wanted, Calendar.named(URL, null)))
        .extracting(Property::name)
        .containsExactly(
            "displayname", "description", "color", "order", "timezone", "transparency");
  }

  @Test
  void what_the_snapshot_does_not_know_is_left_as_the_server_has_it() {
    assertThat(
            CalendarProperties.missing(
                Calendar.named(URL, null), calendar("N", "D", "#112233", "3", ZONE, true)))
        .isEmpty();
  }

  @Test
  void a_time_zone_with_other_line_ends_is_the_same() {
    Calendar wanted = calendar("N", null, null, null, ZONE, false);
    Calendar there = calendar("N", null, null, null, "\n" + ZONE.replace("\r", ""), false);
    assertThat(CalendarProperties.missing(wanted, there)).isEmpty();
    assertThat(CalendarProperties.missing(there, wanted)).isEmpty();
  }

  private static boolean isXml(int c) {
    return c == 9
        || c == 10
        || c == 13
        || (c >= 0x20 && c < 0xD800)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static String read(String xml) throws IOException {
    return parsed(xml).properties().get(Names.DISPLAYNAME).text();
  }

  private static Calendar calendar(
      String name, String description, String color, String order, String zone, boolean free) {
    String xml =
        property("d:displayname", name)
            + property("c:calendar-description", description)
            + property("a:calendar-color", color)
            + property("a:calendar-order", order)
            + property("c:calendar-timezone", zone)
            + (free
                ? "<c:schedule-calendar-transp><c:transparent/></c:schedule-calendar-transp>"
                : "")
            + "<c:supported-calendar-component-set><c:comp name='VTODO'/></c:supported-calendar-component-set>";
    try {
      return Calendar.of(URL, parsed(xml));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String property(String name, String value) {
    return value == null ? "" : "<" + name + ">" + value.replace("\r", "&#13;") + "</" + name + ">";
  }

  private static DavResponse parsed(String properties) throws IOException {
    String xml =
        "<d:multistatus xmlns:d='DAV:' xmlns:c='%s' xmlns:a='%s'>"
                .formatted(Names.CALDAV, Names.APPLE)
            + "<d:response><d:href>/work/</d:href><d:propstat><d:prop>"
            + properties
            + "</d:prop></d:propstat></d:response></d:multistatus>";
    try (MultistatusReader reader =
        new MultistatusReader(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "test")) {
      return reader.next();
    }
  }
}
