package caldavbackup.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a series goes on, and when it takes place next. */
class SeriesAheadTest {
  @TempDir Path folder;
  private Shelf shelf;

  @BeforeEach
  void makeShelf() {
    shelf = new Shelf(folder);
  }

  private List<String> next(String now) throws Exception {
    try (FolderContents contents = FolderContents.of(folder)) {
      return Hits.of(contents, Set.of(), entry -> true, Instant.parse(now), Shelf.BERLIN)
          .all()
          .stream()
          .map(hit -> hit.occurrence().start() + (hit.isOver() ? " over" : ""))
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ=WEEKLY;COUNT=52, 2026-08-04T00:00:00Z, 2026-08-04T09:00",
    "FREQ=WEEKLY;COUNT=52, 2026-12-30T00:00:00Z, 2026-12-29T09:00 over",
    "FREQ=DAILY;COUNT=3000, 2030-01-01T00:00:00Z, 2030-01-01T09:00",
    "FREQ=MONTHLY;COUNT=100, 2031-01-01T00:00:00Z, 2031-01-06T09:00",
    "FREQ=HOURLY;COUNT=1000, 2026-01-20T00:30:00Z, 2026-01-20T02:00",
    "FREQ=WEEKLY;BYDAY=TU;COUNT=53, 2027-01-01T00:00:00Z, 2027-01-05T09:00",
    "FREQ=HOURLY, 2026-03-20T00:30:00Z, 2026-03-20T02:00",
    "FREQ=HOURLY;INTERVAL=4, 2026-03-20T00:30:00Z, 2026-03-20T05:00",
    "FREQ=MINUTELY, 2026-03-20T00:30:30Z, 2026-03-20T01:31",
    "'FREQ=DAILY;BYHOUR=8,9,10,11,12,13,14', 2026-03-20T23:30:00Z, 2026-03-21T08:00",
    "'FREQ=DAILY;BYHOUR=8,9,10,11,12,13,14;COUNT=9000', 2026-03-20T23:30:00Z, 2026-03-21T08:00",
  })
  void the_next_time_is_found_however_many_were_before(String rule, String now, String next)
      throws Exception {

    shelf.event("work/a.ics", "DTSTART;TZID=Europe/Berlin:20260106T090000", "RRULE:" + rule);
    assertThat(next(now)).containsExactly(next);
  }

  @Test
  void a_series_that_a_later_override_moves_back_is_found_too() throws Exception {
    shelf.object(
        "work/a.ics",
        Shelf.component(
            "VEVENT", "a", "DTSTART;TZID=Europe/Berlin:20260106T120000", "RRULE:FREQ=HOURLY"),
        Shelf.component(
            "VEVENT",
            "a",
            "RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20260107T120000",
            "DTSTART;TZID=Europe/Berlin:20260106T200000"));
    assertThat(next("2026-03-20T00:30:00Z")).containsExactly("2026-03-20T02:00");
  }

  @Test
  void whole_days_of_a_series_are_after_the_day_that_is_shown() throws Exception {
    shelf.event("work/a.ics", "DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY");
    Agenda agenda = shelf.agenda("2026-03-03", "2026-03-03");
    assertThat(agenda.before()).isZero();
    assertThat(agenda.after()).isEqualTo(1);
    assertThat(agenda.firstAfter().start()).isEqualTo("2026-03-09T00:00");
  }

  @Test
  void an_override_without_a_time_stays_where_its_occurrence_is() throws Exception {
    shelf.object(
        "work/a.ics",
        Shelf.component(
            "VTODO",
            "a",
            "SUMMARY:Bins",
            "DTSTART;TZID=Europe/Berlin:20260302T090000",
            "DUE;TZID=Europe/Berlin:20260302T100000",
            "RRULE:FREQ=DAILY;COUNT=3"),
        Shelf.component(
            "VTODO",
            "a",
            "SUMMARY:Bins done",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260303T090000",
            "STATUS:COMPLETED"));
    shelf.object(
        "work/b.ics",
        Shelf.component(
            "VTODO",
            "b",
            "SUMMARY:Alone",
            "RECURRENCE-ID;VALUE=DATE:20260303",
            "STATUS:COMPLETED"));
    assertThat(shelf.lines("2026-03-01", "2026-03-08"))
        .containsExactly(
            "2026-03-02T10:00 Bins",
            "2026-03-03T00:00 Alone",
            "2026-03-03T10:00 Bins done",
            "2026-03-04T10:00 Bins");
  }
}
