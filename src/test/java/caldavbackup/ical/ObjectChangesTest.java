package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.ical.ObjectChanges.Change;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectChangesTest {
  private static final String PLAIN =
      "UID:1|SUMMARY:Dentist|DTSTART;TZID=Europe/Bern:20260303T090000|LOCATION:Bern";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SUMMARY:Dentist ~ SUMMARY:Doctor ~ title",
        "LOCATION:Bern ~ LOCATION:Basel ~ place",
        ":20260303T090000 ~ :20260303T100000 ~ time",
        "LOCATION:Bern ~ LOCATION:Bern|ATTENDEE:mailto:a@example.org ~ guests",
        "LOCATION:Bern ~ LOCATION:Bern|X-ROOM:5 ~ X-ROOM",
        "LOCATION:Bern ~ DESCRIPTION:new ~ place, description",
        "LOCATION:Bern ~ LOCATION:Bern|BEGIN:VALARM|TRIGGER:-PT5M|ACTION:DISPLAY|END:VALARM"
            + " ~ reminder",
        "LOCATION:Bern ~ LOCATION:Bern|RRULE:FREQ=DAILY|EXDATE;TZID=Europe/Bern:20260310T090000"
            + " ~ repetition; occurrence Tue 2026-03-10 removed",
        "LOCATION:Bern ~ LOCATION:Bern|STATUS:CANCELLED|CATEGORIES:a,b ~ status, categories",
        "LOCATION:Bern ~ DTSTAMP:20260101T000000Z|LOCATION:Bern ~ ''",
        "LOCATION:Bern ~ LOCATION:Bern|TRANSP:OPAQUE|X-MOZ-GENERATION:2 ~ ''"
      })
  void it_says_in_words_what_differs(String before, String after, String words) {
    byte[] was = event(PLAIN);
    byte[] is = event(PLAIN.replace(before, after));
    ObjectChanges changes = ObjectChanges.between(was, is);
    assertThat(changes.words()).isEqualTo(words);
    assertThat(changes.isEmpty())
        .isEqualTo(Comparison.of(was, is).verdict() != Comparison.Verdict.DIFFERENT);
  }

  @Test
  void each_property_has_its_value_before_and_after() {
    byte[] was = event(PLAIN);
    byte[] is =
        event(
            PLAIN
                .replace("Bern:20260303T090000", "Paris:20260303T090000")
                .replace("Dentist", "a\\, b"));
    assertThat(ObjectChanges.between(was, is).all())
        .containsExactly(
            new Change(null, "SUMMARY", "Dentist", "a, b"),
            new Change(
                null, "DTSTART", "20260303T090000 Europe/Bern", "20260303T090000 Europe/Paris"));
    assertThat(ObjectChanges.between(was, is).reversed().all())
        .contains(new Change(null, "SUMMARY", "a, b", "Dentist"));
  }

  @Test
  void an_occurrence_that_is_no_longer_excluded_is_added() {
    String daily = "LOCATION:Bern|RRULE:FREQ=DAILY";
    byte[] is = event(PLAIN.replace("LOCATION:Bern", daily));
    byte[] was =
        event(PLAIN.replace("LOCATION:Bern", daily + "|EXDATE;TZID=Europe/Bern:20260310T090000"));
    assertThat(ObjectChanges.between(was, is).words()).isEqualTo("occurrence Tue 2026-03-10 added");
  }

  @Test
  void an_override_is_named_by_the_date_it_stands_for() {
    String override =
        "END:VEVENT|BEGIN:VEVENT|UID:1|RECURRENCE-ID;TZID=Europe/Bern:20260310T090000|SUMMARY:%s"
            + "|BEGIN:VALARM|TRIGGER:%s|END:VALARM";
    byte[] series = event(PLAIN);
    byte[] was = event(PLAIN + "|" + override.formatted("a", "-PT5M"));
    byte[] is = event(PLAIN + "|" + override.formatted("b", "-PT9M"));
    assertThat(ObjectChanges.between(was, is).words()).isEqualTo("Tue 2026-03-10: title, reminder");
    assertThat(ObjectChanges.between(was, is).all().get(0))
        .isEqualTo(new Change("2026-03-10T09:00:00", "SUMMARY", "a", "b"));
    assertThat(ObjectChanges.between(series, is).words())
        .isEqualTo("Tue 2026-03-10: changed occurrence added");
    assertThat(ObjectChanges.between(is, series).words())
        .isEqualTo("Tue 2026-03-10: changed occurrence removed");
  }

  @Test
  void values_are_short_safe_and_show_where_they_differ() {
    String same = "x".repeat(5000);
    byte[] was = event("UID:1|DESCRIPTION:" + same + "one\u001b[2J\u202E");
    byte[] is = event("UID:1|DESCRIPTION:" + same + "two");
    assertThat(ObjectChanges.between(was, is).all())
        .containsExactly(
            new Change(null, "DESCRIPTION", "…xxxxxxxxxxxxxxxone [2J", "…xxxxxxxxxxxxxxxtwo"));
  }

  @Test
  void a_change_of_a_parameter_alone_shows_the_whole_line() {
    byte[] was = event("UID:1|SUMMARY;LANGUAGE=de:x");
    byte[] is = event("UID:1|SUMMARY;LANGUAGE=fr:x");
    assertThat(ObjectChanges.between(was, is).all())
        .containsExactly(
            new Change(null, "SUMMARY", "SUMMARY;LANGUAGE=de:x", "SUMMARY;LANGUAGE=fr:x"));
  }

  @Test
  void changes_survive_being_kept_as_bytes() {
    ObjectChanges changes =
        ObjectChanges.between(event(PLAIN), event(PLAIN.replace("LOCATION:Bern", "URL:")));
    assertThat(ObjectChanges.ofBytes(changes.toBytes())).isEqualTo(changes);
    assertThat(ObjectChanges.ofBytes(new byte[0]).isEmpty()).isTrue();
  }

  private static byte[] event(String lines) {
    return ("BEGIN:VCALENDAR|BEGIN:VEVENT|" + lines + "|END:VEVENT|END:VCALENDAR|")
        .replace("|", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
