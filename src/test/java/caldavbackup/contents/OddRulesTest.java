package caldavbackup.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules and zones that nobody means, and that are in files all the same. */
@Timeout(60)
class OddRulesTest {
  @TempDir Path folder;
  private Shelf shelf;

  @BeforeEach
  void makeShelf() {
    shelf = new Shelf(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=1000000000",
        "FREQ=SECONDLY;UNTIL=99991231T235959Z",
        "FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5,6,7,8,9",
        "FREQ=DAILY;COUNT=1000000000;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,1,2,3,4,5;BYSECOND=0,1,2,3"
      })
  void a_rule_that_repeats_too_often_is_cut_and_told(String rule) throws Exception {
    shelf.event("work/a.ics", "DTSTART:19700101T000000Z", "RRULE:" + rule);
    Agenda agenda = shelf.agenda("1970-01-01", "2026-03-31");
    assertThat(agenda.occurrences()).hasSizeBetween(1, Series.MOST + 100);
    assertThat(agenda.problems())
        .extracting(Problem::line)
        .anyMatch(
            line ->
                line.startsWith("work/a.ics: repeats too often: not all occurrences are shown"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=SOMETIMES",
        "FREQ=DAILY;INTERVAL=x;BYDAY=QQ",
        "FREQ=YEARLY;INTERVAL=999999999999",
        "FREQ=DAILY;UNTIL=20269999",
        "COUNT=3"
      })
  void a_rule_that_cannot_be_read_shows_the_first_time(String rule) throws Exception {
    shelf.event("work/a.ics", "DTSTART:20260302T090000Z", "RRULE:" + rule);
    assertThat(shelf.agenda("2026-03-01", "2026-03-31").occurrences()).isNotEmpty();
  }

  @Test
  void a_day_of_leap_years_only_is_found_in_rules_of_days() throws Exception {
    shelf.event(
        "work/a.ics", "DTSTART:20240229T090000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29");
    assertThat(shelf.times("2025-01-01", "2032-12-31"))
        .containsExactly("2028-02-29T09:00/2028-02-29T09:00", "2032-02-29T09:00/2032-02-29T09:00");
  }

  @Test
  void rules_that_take_too_long_together_are_not_expanded_and_told() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      shelf.event("work/" + name + ".ics", "DTSTART:20260302T090000Z", "RRULE:FREQ=DAILY;COUNT=3");
    }
    RecurrenceBudget one = new RecurrenceBudget(1, 0);
    try (FolderContents contents = FolderContents.of(folder)) {
      LocalDate day = LocalDate.of(2026, 3, 2);
      Range range = new Range(day, day.plusDays(9), ZoneId.of("UTC"));
      Agenda agenda = Agenda.of(contents, range, Set.of(), entry -> true, one);
      assertThat(agenda.occurrences()).hasSize(3 + 1 + 1);
      assertThat(agenda.problems())
          .extracting(Problem::line)
          .containsExactly(
              "work/b.ics: its repetition is not expanded, only its first time is shown: too many"
                  + " rules in this folder take too long (FREQ=DAILY;COUNT=3)",
              "work/c.ics: its repetition is not expanded, only its first time is shown: too many"
                  + " rules in this folder take too long (FREQ=DAILY;COUNT=3)");
    }
  }

  @Test
  void usual_rules_take_nothing_of_the_time_for_slow_ones() {
    RecurrenceBudget budget = new RecurrenceBudget(100, 10);
    budget.spend(10);
    budget.spend(109);
    assertThat(budget.isSpent()).isFalse();
    budget.spend(11);
    assertThat(budget.isSpent()).isTrue();
  }

  @Test
  void a_rule_of_many_lists_is_not_expanded() throws Exception {
    String sixty = String.join(",", Collections.nCopies(60, "1"));
    shelf.event(
        "work/a.ics",
        "DTSTART:20260302T090000Z",
        "RRULE:FREQ=DAILY;BYHOUR=" + sixty + ";BYMINUTE=" + sixty + ";BYSECOND=" + sixty);
    Agenda agenda = shelf.agenda("2026-03-01", "2026-03-31");
    assertThat(agenda.occurrences()).hasSize(1);
    assertThat(agenda.problems())
        .extracting(Problem::line)
        .anyMatch(line -> line.contains("its recurrence rule cannot be used"));
  }

  @Test
  void a_rule_that_never_comes_true_ends() throws Exception {
    shelf.event(
        "work/a.ics", "DTSTART:20260302T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
    assertThat(shelf.agenda("2026-03-03", "2026-12-31").occurrences()).isEmpty();
  }

  @Test
  void a_zone_that_the_file_describes_is_used_and_its_clock_is_put_forward() throws Exception {
    String zone =
        """
        BEGIN:VTIMEZONE
        TZID:Our Office
        BEGIN:STANDARD
        DTSTART:16011028T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010325T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        """;
    shelf.object(
        "work/a.ics",
        zone,
        Shelf.component(
            "VEVENT", "a", "DTSTART;TZID=Our Office:20260328T090000", "RRULE:FREQ=DAILY;COUNT=2"));
    assertThat(shelf.agenda("2026-03-28", "2026-03-31").occurrences())
        .extracting(one -> one.begins().toString())
        .containsExactly("2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z");
  }

  @Test
  void windows_names_and_prefixes_of_programs_are_known_zones() throws Exception {
    shelf.event("work/a.ics", "DTSTART;TZID=W. Europe Standard Time:20260702T090000");
    shelf.event("work/b.ics", "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260702T100000");
    shelf.event("work/c.ics", "DTSTART;TZID=europe/berlin:20260702T110000");
    Agenda agenda = shelf.agenda("2026-07-01", "2026-07-03", java.time.ZoneId.of("UTC"));
    assertThat(agenda.occurrences())
        .extracting(one -> one.begins().toString())
        .containsExactly("2026-07-02T07:00:00Z", "2026-07-02T08:00:00Z", "2026-07-02T09:00:00Z");
    assertThat(agenda.problems()).isEmpty();
  }

  @Test
  void an_unknown_zone_is_told_and_its_times_stay_as_written() throws Exception {
    shelf.event("work/a.ics", "DTSTART;TZID=Nowhere/Land:20260302T090000");
    Agenda agenda = shelf.agenda("2026-03-02", "2026-03-02");
    assertThat(shelf.times("2026-03-02", "2026-03-02"))
        .isEqualTo(List.of("2026-03-02T09:00/2026-03-02T09:00"));
    assertThat(agenda.problems())
        .extracting(Problem::line)
        .containsExactly(
            "work/a.ics: time zone \"Nowhere/Land\" is unknown, and the file does not define it:"
                + " its times are shown as they are written");
  }

  @Test
  void what_cannot_be_read_is_told() throws Exception {
    shelf.event("work/a.ics", "DTSTART:yesterday", "SUMMARY:When?");
    shelf.file("work/b.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    Agenda agenda = shelf.agenda("2026-03-02", "2026-03-02");
    assertThat(agenda.undated()).extracting(one -> one.text().summary()).containsExactly("When?");
    assertThat(agenda.problems())
        .extracting(Problem::line)
        .containsExactly("work/a.ics: DTSTART cannot be read");
    try (FolderContents contents = FolderContents.of(folder)) {
      assertThat(contents.notes())
          .extracting(Problem::line)
          .containsExactly("work/b.ics: contains no event, task or journal");
    }
  }
}
