package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as other programs leave them, the contents made up. */
class ForeignFilesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nextcloud/chor-2026-02-03.ics | Chor, Proben & Konzerte | #3A87AD | | 3",
        "thunderbird/Verein.ics | | | | 2",
        "takeout/Calendar/ada@mail.example.ics | ada@mail.example | | Europe/Zurich | 2",
        "takeout/Calendar/Ferien.ics | Ferien | | UTC | 1",
        "vdir/private/todo-4711.ics | Privat | | | 1",
        "vdir/private/7D1B6A52-9C9C-4A55-8F6D-A1E7C0C7A901.ics | | | | 1",
        "plakar/20a9c3.ics | | | | 1",
      })
  void each_is_read_as_what_it_is(
      String file, String name, String color, String timezone, int objects) throws IOException {
    ObjectSplitter.Result result = ObjectSplitter.split(read(file));
    assertThat(result.calendar().name()).isEqualTo(name);
    assertThat(result.calendar().color()).isEqualTo(color);
    assertThat(result.calendar().timezone()).isEqualTo(timezone);
    assertThat(result.objects()).hasSize(objects);
    assertThat(result.isCalendar()).isEqualTo(objects > 1 || name != null);
    assertThat(result.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "plakar/20a9c3.ics",
    "plakar/4q7v0s2kexample0000000002@google.com.ics",
    "vdir/private/todo-4711.ics",
    "vdir/private/7D1B6A52-9C9C-4A55-8F6D-A1E7C0C7A901.ics"
  })
  void the_objects_of_a_vdir_and_of_the_older_plugin_stay_as_they_are(String file)
      throws IOException {
    byte[] bytes = read(file);
    assertThat(ObjectSplitter.split(bytes).objects().get(0).bytes()).isSameAs(bytes);
  }

  @Test
  void a_series_of_a_nextcloud_export_stays_together_with_its_time_zone() throws IOException {
    String file = text(read("nextcloud/chor-2026-02-03.ics"));
    List<String> objects = objects("nextcloud/chor-2026-02-03.ics");
    String zurich = component(file, "VTIMEZONE", "TZID:Europe/Zurich");
    String tokyo = component(file, "VTIMEZONE", "TZID:Asia/Tokyo");
    String head =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
            + "PRODID:-//SabreDAV//SabreDAV//EN\r\n";
    String end = "END:VCALENDAR\r\n";
    assertThat(objects)
        .containsExactly(
            head
                + zurich
                + component(file, "VEVENT", "RRULE:FREQ=WEEKLY;BYDAY=WE")
                + component(file, "VEVENT", "RECURRENCE-ID")
                + end,
            head + component(file, "VTODO", "PRIORITY:1") + end,
            head
                + zurich
                + tokyo
                + component(file, "VEVENT", "UID:Tournee/2026@chor.example")
                + end);
  }

  @Test
  void an_override_that_a_takeout_has_far_behind_its_master_is_in_the_same_object()
      throws IOException {
    List<String> objects = objects("takeout/Calendar/ada@mail.example.ics");
    assertThat(objects.get(0)).contains("RRULE", "RECURRENCE-ID").doesNotContain("Besprechung");
    assertThat(objects.get(1)).contains("Besprechung").doesNotContain("VTIMEZONE");
    assertThat(objects).noneMatch(object -> object.contains("METHOD"));
  }

  @Test
  void the_two_copies_of_a_calendar_in_a_takeout_have_the_same_name_and_the_same_uids()
      throws IOException {
    ObjectSplitter.Result first = ObjectSplitter.split(read("takeout/Calendar/Ferien.ics"));
    ObjectSplitter.Result second = ObjectSplitter.split(read("takeout/Calendar/Ferien(1).ics"));
    assertThat(second.calendar())
        .isEqualTo(first.calendar())
        .isEqualTo(new CalendarLabel("Ferien", "Wann wer weg ist\nund wohin", null, "UTC"));
    assertThat(second.objects().get(0).uid()).isEqualTo(first.objects().get(0).uid());
  }

  @Test
  void what_is_no_calendar_is_said_to_be_none() throws IOException {
    assertThat(ObjectSplitter.split(read("takeout/Calendar/meet_settings.json")).problems())
        .containsExactly("it contains no VCALENDAR");
  }

  /** The component of this type that has a line beginning so. */
  private static String component(String file, String type, String line) {
    int end = file.indexOf("END:" + type + "\r\n", file.indexOf("\r\n" + line));
    int begin = file.lastIndexOf("BEGIN:" + type + "\r\n", end);
    return file.substring(begin, end) + "END:" + type + "\r\n";
  }

  private static List<String> objects(String file) throws IOException {
    return ObjectSplitter.split(read(file)).objects().stream()
        .map(object -> text(object.bytes()))
        .toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = ForeignFilesTest.class.getResourceAsStream("/foreign/" + file)) {
      return in.readAllBytes();
    }
  }
}
