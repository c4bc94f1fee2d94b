package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectLabelTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SUMMARY:A\\, b\\nc|DTSTART;TZID=x:20260303T100500 ~ \"A, b c\", Tue 2026-03-03 10:05",
        "SUMMARY:x|DTSTART;VALUE=DATE:20260303 ~ \"x\", Tue 2026-03-03",
        "DTSTART:20260303T090000Z|SUMMARY:x ~ \"x\", Tue 2026-03-03 09:00 UTC",
        "DTSTART:soon ~ (no title)",
        "DTSTART;VALUE=DATE:20260230|SUMMARY:x ~ \"x\", 2026-02-30",
        "X-A:b ~ (no title)",
        "SUMMARY:  |DTSTART:20260303T090000 ~ (no title), Tue 2026-03-03 09:00",
        "SUMMARY:x|RRULE:FREQ=WEEKLY ~ \"x\", weekly",
        "SUMMARY:x|RRULE:INTERVAL=2;FREQ=WEEKLY;BYDAY=MO ~ \"x\", every 2 weeks",
        "SUMMARY:x|RRULE:FREQ=YEARLY;INTERVAL=1 ~ \"x\", yearly",
        "SUMMARY:x|RRULE:FREQ=HOURLY ~ \"x\", repeats",
        "SUMMARY:x|RDATE:20260304T090000 ~ \"x\", repeats",
        "SUMMARY:say \"hi\" ~ \"say 'hi'\"",
        "BEGIN:VALARM|SUMMARY:no|END:VALARM ~ (no title)"
      })
  void an_event_is_called_by_title_time_and_repetition(String lines, String label) {
    assertThat(label("BEGIN:VEVENT|" + lines + "|END:VEVENT|")).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "BEGIN:VTODO|SUMMARY:Tax|DUE;VALUE=DATE:20260303|DTSTART;VALUE=DATE:20260301|END:VTODO"
            + " ~ task \"Tax\", due Tue 2026-03-03",
        "BEGIN:VTODO|SUMMARY:Tax|END:VTODO ~ task \"Tax\"",
        "BEGIN:VJOURNAL|SUMMARY:Day|DTSTART;VALUE=DATE:20260303|END:VJOURNAL"
            + " ~ journal \"Day\", Tue 2026-03-03",
        "BEGIN:VEVENT|SUMMARY:moved|RECURRENCE-ID:20260310T090000|END:VEVENT"
            + "|BEGIN:VEVENT|SUMMARY:series|RRULE:FREQ=DAILY|END:VEVENT ~ \"series\", daily",
        "BEGIN:VEVENT|SUMMARY:one|RECURRENCE-ID:20260310T090000|END:VEVENT"
            + "|BEGIN:VEVENT|SUMMARY:two|RECURRENCE-ID:20260311T090000|END:VEVENT ~ \"one\"",
        "BEGIN:VCALENDAR|BEGIN:VEVENT|SUMMARY:broken off ~ \"broken off\"",
        "<html> ~ ''"
      })
  void tasks_journals_series_and_broken_texts_have_labels_too(String lines, String label) {
    assertThat(label(lines)).isEqualTo(label);
  }

  @Test
  void hostile_text_is_one_line_without_what_moves_the_cursor_or_turns_the_text() {
    String hostile = "a\u001b[2J\u0007b\u202Ec\u200Bd\u009B1me\u2028f\u0000";
    assertThat(label("BEGIN:VEVENT|SUMMARY:" + hostile + "|END:VEVENT"))
        .isEqualTo("\"a [2J bcd 1me f\"");
  }

  @Test
  void a_long_title_is_cut_by_what_it_takes_on_a_terminal() {
    String wide = label("BEGIN:VEVENT|SUMMARY:" + "会".repeat(100) + "|END:VEVENT");
    assertThat(wide).isEqualTo('"' + "会".repeat(29) + "…\"");
    String marks = label("BEGIN:VEVENT|SUMMARY:a" + "\u0301".repeat(5000) + "|END:VEVENT");
    assertThat(marks.length()).isLessThan(200);
    assertThat(label("BEGIN:VEVENT|SUMMARY:" + "x".repeat(60) + "|END:VEVENT"))
        .isEqualTo('"' + "x".repeat(60) + '"');
  }

  private static String label(String lines) {
    return ObjectLabel.of(lines.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
