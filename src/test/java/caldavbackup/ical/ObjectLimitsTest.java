package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectLimitsTest {
  private static final ObjectLimits LIMITS =
      ObjectLimits.of(
          Map.of(
              "min-date-time", "19700101T000000Z",
              "max-date-time", " 20371231T235959Z\n",
              "max-attendees-per-instance", "2"));

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "DTSTART:19691230T235959Z,it begins on 1969-12-30 but the server accepts nothing before 1970-01-01",
    "DTSTART;VALUE=DATE:16010101,it begins on 1601-01-01 but the server accepts nothing before 1970-01-01",
    "DTSTART;TZID=X:20380102T000000,it begins on 2038-01-02 but the server accepts nothing after 2037-12-31",
    "DTSTART:19691231T235959Z,",
    "DTSTART:20380101T000000Z,",
    "DTSTART:19700101,",
    "DTSTART:,",
    "DTSTART:soon,",
    "DTSTART:99999999,",
    "DTEND:16010101,",
    "SUMMARY:x,"
  })
  void days_are_compared_with_a_day_to_spare(String line, String why) {
    String said = LIMITS.exceededBy(event(line));
    assertThat(said == null ? null : said.replace(",", "")).isEqualTo(why);
  }

  @Test
  void the_days_of_time_zones_and_alarms_do_not_count() {
    String zone =
        "BEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:16010101T000000\nEND:STANDARD\nEND:VTIMEZONE";
    assertThat(LIMITS.exceededBy(object(zone))).isNull();
  }

  @Test
  void the_attendees_of_each_occurrence_are_counted_by_themselves() {
    String two = "ATTENDEE:mailto:a@b.c\nATTENDEE:mailto:d@e.f";
    String alarm = "BEGIN:VALARM\nATTENDEE:mailto:a@b.c\nEND:VALARM";
    String event = "BEGIN:VEVENT\n" + two + "\n" + alarm + "\nEND:VEVENT";
    assertThat(LIMITS.exceededBy(object(event + "\n" + event))).isNull();
    assertThat(LIMITS.exceededBy(event(two + "\nATTENDEE:mailto:g@h.i")))
        .isEqualTo("it has more than 2 attendees, the server's maximum");
  }

  @Test
  void what_cannot_be_read_is_no_limit() {
    assertThat(ObjectLimits.of(Map.of())).isNull();
    assertThat(
            ObjectLimits.of(
                Map.of("min-date-time", "", "max-date-time", "never", "max-instances", "1")))
        .isNull();
    assertThat(ObjectLimits.of(Map.of("max-attendees-per-instance", "many"))).isNull();
  }

  private static byte[] event(String lines) {
    return object("BEGIN:VEVENT\n" + lines + "\nEND:VEVENT");
  }

  private static byte[] object(String components) {
    return ("BEGIN:VCALENDAR\n" + components + "\nEND:VCALENDAR\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
