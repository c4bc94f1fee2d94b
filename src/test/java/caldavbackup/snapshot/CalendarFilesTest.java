package caldavbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.text.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarFilesTest {
  private static final String WHOLE =
      """
      {"format": 1, "href": "/alice/b%C3%BCro/", "displayname": "Büro \\"A\\" \\uD83C\\uDF89\\n",
       "description": "two\\nlines", "color": "#11223344", "order": "7",
       "components": ["VEVENT", "VTODO"], "transparent": true,
       "timezone": "BEGIN:VCALENDAR\\r\\nEND:VCALENDAR\\r\\n"}
      """;

  @Test
  void a_calendar_comes_back_from_its_identity_with_all_that_it_had() throws Exception {
    Calendar calendar = parse(WHOLE);
    assertThat(calendar.url()).isEqualTo("/alice/b%C3%BCro/");
    assertThat(calendar.segment()).isEqualTo("büro");
    assertThat(calendar.displayName()).isEqualTo("Büro \"A\" \uD83C\uDF89\n");
    assertThat(calendar.description()).isEqualTo("two\nlines");
    assertThat(calendar.color()).isEqualTo("#11223344");
    assertThat(calendar.order()).isEqualTo("7");
    assertThat(calendar.timezone()).isEqualTo("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    assertThat(calendar.components()).containsExactly("VEVENT", "VTODO");
    assertThat(calendar.transparent()).isTrue();
    assertThat(CalendarFiles.parse(files(calendar).get(CalendarFiles.IDENTITY)))
        .isEqualTo(calendar);
  }

  @Test
  void what_the_server_does_not_say_is_no_file_and_comes_back_as_nothing() throws Exception {
    Calendar bare = Calendar.named("https://cal.example.org/alice/bare/", null);
    Map<String, byte[]> files = files(bare);
    assertThat(files).containsOnlyKeys(CalendarFiles.IDENTITY);
    Calendar back = CalendarFiles.parse(files.get(CalendarFiles.IDENTITY));
    assertThat(back).isEqualTo(Calendar.named("/alice/bare/", null));
  }

  @Test
  void a_calendar_on_another_server_under_the_same_path_has_the_same_files() {
    assertThat(files(Calendar.named("https://one.example/work/", "W")).get(CalendarFiles.IDENTITY))
        .isEqualTo(
            files(Calendar.named("http://two.example:81/work/", "W")).get(CalendarFiles.IDENTITY));
  }

  @ParameterizedTest(name = "the calendar at {0} is called {1}")
  @CsvSource({"/work/,work", "/w/,w", "/alice/work/,work", "/alice/a%2Fb/,a/b", "/,''"})
  void a_calendar_keeps_its_name_wherever_its_home_is(String path, String segment)
      throws Exception {
    byte[] identity =
        files(Calendar.named("https://cal.example.org" + path, null)).get(CalendarFiles.IDENTITY);
    assertThat(CalendarFiles.parse(identity).segment()).isEqualTo(segment);
  }

  @Test
  void the_files_are_those_of_a_vdir_in_the_order_of_their_names() throws Exception {
    Map<String, byte[]> files = files(parse(WHOLE));
    assertThat(files.keySet())
        .containsExactly(CalendarFiles.IDENTITY, "color", "description", "displayname", "order");
    assertThat(text(files, "displayname")).isEqualTo("Büro \"A\" \uD83C\uDF89\n");
    assertThat(text(files, "order")).isEqualTo("7");
  }

  @ParameterizedTest(name = "{0} is {1} in a vdir")
  @CsvSource({
    "#112233,#112233",
    "#aABBccFF,#aABBcc",
    "red,",
    "#12345,",
    "#1122334,",
    "112233,",
    "'#112233; x',"
  })
  void a_vdirs_colour_is_red_green_and_blue_or_nothing(String color, String file) throws Exception {
    Calendar calendar = parse("{'format':1,'href':'/a/','color':'%s'}".formatted(color));
    Map<String, byte[]> files = files(calendar);
    assertThat(files.containsKey("color") ? text(files, "color") : null).isEqualTo(file);
    assertThat(CalendarFiles.parse(files.get(CalendarFiles.IDENTITY)).color()).isEqualTo(color);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{'format':1}",
        "{'href':'/a/'}",
        "{'format':0,'href':'/a/'}",
        "{'format':1,'href':7}",
        "{'format':1,'href':'/a/'",
        "color: red"
      })
  void what_is_no_identity_is_refused_by_its_name_in_one_line(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(CalendarFiles.IDENTITY)
        .hasMessageNotContaining("\n");
  }

  @Test
  void an_identity_of_a_newer_format_is_refused_with_its_number() {
    assertThatThrownBy(() -> parse("{'format':99,'href':'/a/'}")).hasMessageContaining("99");
  }

  private static Map<String, byte[]> files(Calendar calendar) {
    return CalendarFiles.of(calendar, calendar, Map.of(), null);
  }

  private static Calendar parse(String json) throws Failure {
    return CalendarFiles.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }
}
