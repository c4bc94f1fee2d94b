package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the options components, since and until leave out, and that they leave out nothing unsure.
 */
class ObjectSelectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // component lines | since | until | wanted
        "DTSTART:20260115T100000Z;DTEND:20260115T110000Z | 2026-01-01 | | true",
        "DTSTART:20260115T100000Z;DTEND:20260115T110000Z | 2026-01-15 | 2026-01-15 | true",
        "DTSTART:20260115T100000Z;DTEND:20260115T110000Z | 2026-01-16 | | false",
        "DTSTART:20260115T100000Z;DTEND:20260115T110000Z | | 2026-01-14 | false",
        "DTSTART;TZID=Australia/Sydney:20260116T003000 | 2026-01-16 | | true",
        "DTSTART;TZID=America/New_York:20260115T233000;DURATION:PT2H | 2026-01-16 | | true",
        "DTSTART:20260115T230000Z;DURATION:P1W | 2026-01-20 | | true",
        "DTSTART:20260115T230000;DTEND:20260116T000000 | 2026-01-16 | | false",
        "DTSTART;VALUE=DATE:20260115 | 2026-01-15 | 2026-01-15 | true",
        "DTSTART;VALUE=DATE:20260115 | 2026-01-16 | | false",
        "DTSTART;VALUE=DATE:20260115;DTEND;VALUE=DATE:20260118 | 2026-01-17 | | true",
        "DTSTART;VALUE=DATE:20260115;DTEND;VALUE=DATE:20260118 | 2026-01-18 | | false",
        "DTSTART:20260116T000000 | 2026-01-16 | | true",
        // recurrences
        "DTSTART:20200101T100000Z;RRULE:FREQ=WEEKLY | 2026-01-01 | | true",
        "DTSTART:20200101T100000Z;RRULE:FREQ=WEEKLY | | 2019-12-31 | false",
        "DTSTART:20200101T100000Z;RRULE:FREQ=YEARLY | 2026-02-01 | 2026-11-30 | false",
        "DTSTART:20200101T100000Z;RRULE:FREQ=YEARLY | 2026-01-01 | 2026-01-01 | true",
        "DTSTART:20200101T100000Z;RRULE:FREQ=DAILY;COUNT=10 | 2020-01-10 | | true",
        "DTSTART:20200101T100000Z;RRULE:FREQ=DAILY;COUNT=10 | 2020-01-11 | | false",
        "DTSTART:20200101T100000Z;RRULE:FREQ=DAILY;UNTIL=20200110T100000Z | 2020-01-12 | | false",
        "DTSTART;VALUE=DATE:20200101;RRULE:FREQ=DAILY;UNTIL=20200110 | 2020-01-10 | | true",
        "DTSTART;VALUE=DATE:20200101;RRULE:FREQ=DAILY;UNTIL=20200110 | 2020-01-11 | | false",
        "DTSTART;TZID=Australia/Sydney:20200101T080000;RRULE:FREQ=DAILY;UNTIL=20200109T210000Z | 2020-01-10 | | true",
        "DTSTART:20200101T100000Z;RRULE:FREQ=DAILY;COUNT=3;EXDATE:20200103T100000Z | 2020-01-03 | | false",
        "DTSTART:20200101T100000Z;RDATE:20260101T100000Z,20260201T100000Z | 2026-02-01 | | true",
        "DTSTART:20200101T100000Z;RDATE;VALUE=PERIOD:20260101T100000Z/PT1H | 2026-01-01 | | true",
        "DTSTART:20200101T100000Z;RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20201231 | 2020-12-25 | 2020-12-25 | true",
        // in doubt, wanted
        "SUMMARY:no date at all | 2026-01-01 | | true",
        "DTSTART:soon | 2026-01-01 | | true",
        "DTSTART:20200101T100000Z;DURATION:long | 2026-01-01 | | true",
        "DTSTART:20200101T100000Z;RRULE:FREQ=SOMETIMES;COUNT=2 | 2026-01-01 | | true",
        "DTSTART:20200101T100000Z;RRULE:FREQ=SECONDLY;COUNT=5 | 2026-01-01 | | true",
      })
  void an_event_is_wanted_when_it_takes_place_in_the_range(
      String lines, LocalDate since, LocalDate until, boolean wanted) {
    // a semicolon before a property's name stands for a line end here
    String body = lines.replaceAll(";(?=(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE)\\b)", "\r\n");
    assertThat(new ObjectSelection(Set.of(), since, until).wants(object("VEVENT", body)))
        .isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "VEVENT,VEVENT,true",
    "VTODO,VEVENT,false",
    "VJOURNAL,VTODO,false",
    "VFREEBUSY,VEVENT,true"
  })
  void an_object_is_wanted_for_the_type_of_its_components(
      String type, String components, boolean wanted) {
    assertThat(
            new ObjectSelection(Set.of(components), null, null)
                .wants(object(type, "DTSTART:20260115T100000Z")))
        .isEqualTo(wanted);
  }

  @Test
  void a_task_is_wanted_by_its_due_date_and_without_any() {
    ObjectSelection since = new ObjectSelection(Set.of(), LocalDate.of(2026, 1, 1), null);
    assertThat(since.wants(object("VTODO", "DUE:20251231T100000Z"))).isFalse();
    assertThat(since.wants(object("VTODO", "DUE:20260101T100000Z"))).isTrue();
    assertThat(since.wants(object("VTODO", "SUMMARY:some day"))).isTrue();
  }

  @Test
  void an_occurrence_that_was_moved_away_does_not_count_where_it_was() {
    byte[] moved =
        text(
            """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            DTSTART:20260101T100000
            RRULE:FREQ=DAILY;COUNT=3
            END:VEVENT
            BEGIN:VEVENT
            RECURRENCE-ID:20260103T100000
            DTSTART:20260110T100000
            END:VEVENT
            END:VCALENDAR
            """);
    assertThat(day(3).wants(moved)).isFalse();
    assertThat(day(2).wants(moved)).isTrue();
    assertThat(day(10).wants(moved)).isTrue();
  }

  @Test
  void an_alarm_inside_an_event_says_nothing_of_when_it_takes_place() {
    assertThat(
            day(20)
                .wants(
                    object(
                        "VEVENT",
                        "DTSTART:20260110T100000\r\nBEGIN:VALARM\r\nDURATION:P20D\r\nEND:VALARM")))
        .isFalse();
  }

  @Test
  void what_is_no_calendar_object_is_wanted() {
    assertThat(day(1).wants(text("<html></html>"))).isTrue();
    assertThat(day(1).wants(new byte[0])).isTrue();
    assertThat(day(1).wants(new byte[] {(byte) 0xff, '\n', ' ', '\n'})).isTrue();
  }

  private static ObjectSelection day(int day) {
    LocalDate date = LocalDate.of(2026, 1, day);
    return new ObjectSelection(Set.of(), date, date);
  }

  private static byte[] object(String type, String lines) {
    return text(
        "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
            + "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:"
            + type
            + "\r\nUID:1\r\n"
            + lines
            + "\r\nEND:"
            + type
            + "\r\nEND:VCALENDAR\r\n");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
