package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarLabelTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "X-WR-CALNAME:Work ~ Work",
        "x-wr-calname;X=y:Work ~ Work",
        "NAME;LANGUAGE=de:Arbeit ~ Arbeit",
        "NAME:one|X-WR-CALNAME:two ~ two",
        "X-WR-CALNAME:|NAME:one ~ one",
        "X-WR-CALNAME:one|X-WR-CALNAME:two ~ one",
        "X-WR-CALNAME:Work\\, home\\; and \\\\ more\\nof it ~ Work, home; and \\ more|of it",
        "X-WR-CALNAME:fol| ded ~ folded",
        "X-WR-CALNAME:\\$1 ~ $1",
        "X-WR-CALNAME:ends in \\ ~ ends in \\",
        "X-WR-CALNAME:\\n ~",
        "VERSION:2.0 ~",
      })
  void the_name_is_found_however_it_is_written(String lines, String name) {
    assertThat(label(lines).name()).isEqualTo(name == null ? null : name.replace("|", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "X-APPLE-CALENDAR-COLOR:#3A87AD ~ #3A87AD",
        "COLOR:turquoise|X-APPLE-CALENDAR-COLOR:#3A87ADFF ~ #3A87ADFF",
        "X-OUTLOOK-COLOR:#00FF00 ~ #00FF00",
        "X-FUNAMBOL-COLOR:#00FF00 ~ #00FF00",
        "COLOR:turquoise ~ #40E0D0",
        "COLOR;X=y: DarkSlateGrey ~ #2F4F4F",
        "COLOR:rebeccapurple ~ #663399",
        "COLOR:#1af ~ #11AAFF",
        "COLOR:#abcdef80 ~ #abcdef80",
        "X-APPLE-CALENDAR-COLOR:none|COLOR:red ~ #FF0000",
        "COLOR:no such colour ~",
        "COLOR:# ~",
        "X-COLOR:red ~"
      })
  void a_colour_is_in_figures_and_those_of_the_file_are_better_than_a_name(
      String lines, String color) {
    assertThat(label(lines).color()).isEqualTo(color);
  }

  @Test
  void description_and_time_zone_are_found() {
    assertThat(label("X-WR-CALDESC:one\\, two|DESCRIPTION:x|X-WR-TIMEZONE:Europe/Zurich"))
        .isEqualTo(new CalendarLabel(null, "one, two", null, "Europe/Zurich"));
    assertThat(label("DESCRIPTION:x|TIMEZONE-ID:Asia/Tokyo"))
        .isEqualTo(new CalendarLabel(null, "x", null, "Asia/Tokyo"));
  }

  @Test
  void what_an_event_is_called_is_not_what_the_calendar_is_called() {
    assertThat(label("BEGIN:VEVENT|NAME:n|DESCRIPTION:d|COLOR:c|UID:u|END:VEVENT"))
        .isEqualTo(new CalendarLabel(null, null, null, null));
  }

  @Test
  void a_file_with_a_name_or_with_many_objects_is_a_calendar() {
    assertThat(split("BEGIN:VEVENT|UID:1|END:VEVENT").isCalendar()).isFalse();
    assertThat(split("NAME:n|BEGIN:VEVENT|UID:1|END:VEVENT").isCalendar()).isTrue();
    assertThat(split("BEGIN:VEVENT|UID:1|END:VEVENT|BEGIN:VEVENT|UID:2|END:VEVENT").isCalendar())
        .isTrue();
    assertThat(ObjectSplitter.split(new byte[0]).isCalendar()).isFalse();
  }

  private static CalendarLabel label(String lines) {
    return split(lines).calendar();
  }

  private static ObjectSplitter.Result split(String lines) {
    String file = "BEGIN:VCALENDAR|" + lines + "|END:VCALENDAR|";
    return ObjectSplitter.split(file.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
