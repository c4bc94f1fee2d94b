package caldavbackup.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgendaTest {
  private static final String BERLIN = "TZID=Europe/Berlin:";

  @TempDir Path folder;
  private Shelf shelf;

  @BeforeEach
  void makeShelf() {
    shelf = new Shelf(folder);
  }

  @Test
  void what_begins_when_the_last_day_ends_is_not_in_it() throws Exception {
    shelf.event("work/a.ics", "DTSTART:20260302T230000Z");
    assertThat(shelf.times("2026-03-02", "2026-03-02")).isEmpty();
    assertThat(shelf.times("2026-03-03", "2026-03-03")).hasSize(1);
  }

  @Test
  void an_event_of_another_zone_stands_on_the_day_of_the_reader() throws Exception {
    shelf.event(
        "work/a.ics",
        "SUMMARY:Call",
        "DTSTART;TZID=America/New_York:20260302T200000",
        "DTEND;TZID=America/New_York:20260302T210000");
    shelf.event("work/b.ics", "SUMMARY:Tokyo", "DTSTART;TZID=Asia/Tokyo:20260304T060000");
    shelf.event("work/c.ics", "SUMMARY:UTC", "DTSTART:20260303T233000Z");
    assertThat(shelf.agenda("2026-03-03", "2026-03-03").occurrences())
        .extracting(one -> one.begins())
        .containsExactly(
            Instant.parse("2026-03-03T01:00:00Z"), Instant.parse("2026-03-03T21:00:00Z"));
    assertThat(
            shelf.agenda("2026-03-02", "2026-03-02", ZoneId.of("America/New_York")).occurrences())
        .extracting(one -> one.entry().text().summary())
        .containsExactly("Call");
  }

  @Test
  void a_series_stays_at_its_hour_when_the_clock_is_put_forward_and_back() throws Exception {
    shelf.event(
        "work/a.ics",
        "DTSTART;" + BERLIN + "20260327T090000",
        "DTEND;" + BERLIN + "20260327T100000",
        "RRULE:FREQ=DAILY");
    assertThat(shelf.agenda("2026-03-28", "2026-03-29").occurrences())
        .extracting(one -> one.start() + " " + one.begins())
        .containsExactly(
            "2026-03-28T09:00 2026-03-28T08:00:00Z", "2026-03-29T09:00 2026-03-29T07:00:00Z");
    assertThat(shelf.agenda("2026-10-24", "2026-10-25").occurrences())
        .extracting(one -> one.start() + " " + one.begins())
        .containsExactly(
            "2026-10-24T09:00 2026-10-24T07:00:00Z", "2026-10-25T09:00 2026-10-25T08:00:00Z");
  }

  @Test
  void a_time_that_the_clock_leaves_out_is_an_hour_later_and_one_that_it_has_twice_is_the_first()
      throws Exception {
    shelf.event("work/a.ics", "DTSTART;" + BERLIN + "20260328T023000", "RRULE:FREQ=DAILY;COUNT=3");
    shelf.event("work/b.ics", "DTSTART;" + BERLIN + "20261025T023000");
    assertThat(shelf.times("2026-03-28", "2026-03-30"))
        .containsExactly(
            "2026-03-28T02:30/2026-03-28T02:30",
            "2026-03-29T03:30/2026-03-29T03:30",
            "2026-03-30T02:30/2026-03-30T02:30");
    assertThat(shelf.agenda("2026-10-25", "2026-10-25").occurrences().get(0).begins())
        .isEqualTo("2026-10-25T00:30:00Z");
  }

  @Test
  void an_event_over_the_change_of_the_clock_lasts_as_long_as_its_first_occurrence()
      throws Exception {
    shelf.event(
        "work/a.ics",
        "DTSTART;" + BERLIN + "20260327T220000",
        "DTEND;" + BERLIN + "20260328T060000",
        "RRULE:FREQ=DAILY;COUNT=3");
    shelf.event(
        "work/b.ics", "DTSTART;" + BERLIN + "20260328T120000", "DURATION:P1D", "SUMMARY:a day");
    assertThat(shelf.times("2026-03-27", "2026-03-30"))
        .containsExactly(
            "2026-03-27T22:00/2026-03-28T06:00",
            "2026-03-28T12:00/2026-03-29T12:00",
            "2026-03-28T22:00/2026-03-29T07:00",
            "2026-03-29T22:00/2026-03-30T06:00");
  }

  @Test
  void whole_days_end_with_their_last_day() throws Exception {
    shelf.event("work/a.ics", "DTSTART;VALUE=DATE:20260301", "DTEND;VALUE=DATE:20260303");
    shelf.event("work/b.ics", "DTSTART;VALUE=DATE:20260228");
    shelf.event("work/c.ics", "DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260302");
    assertThat(shelf.times("2026-03-02", "2026-03-10"))
        .containsExactly("2026-03-01T00:00/2026-03-03T00:00", "2026-03-02T00:00/2026-03-03T00:00");
    assertThat(shelf.times("2026-03-03", "2026-03-10")).isEmpty();
  }

  @Test
  void an_override_stands_where_it_was_moved_to_and_not_where_it_was() throws Exception {
    shelf.object(
        "work/a.ics",
        Shelf.component(
            "VEVENT",
            "a",
            "SUMMARY:Team",
            "DTSTART;" + BERLIN + "20260302T090000",
            "RRULE:FREQ=WEEKLY"),
        Shelf.component(
            "VEVENT",
            "a",
            "SUMMARY:Team (moved)",
            "RECURRENCE-ID:20260309T080000Z",
            "DTSTART;" + BERLIN + "20260401T140000"));
    assertThat(shelf.lines("2026-03-08", "2026-03-17")).containsExactly("2026-03-16T09:00 Team");
    assertThat(shelf.lines("2026-03-31", "2026-04-02"))
        .containsExactly("2026-04-01T14:00 Team (moved)");
  }

  @Test
  void a_cancelled_override_is_shown_as_cancelled() throws Exception {
    shelf.object(
        "work/a.ics",
        Shelf.component(
            "VEVENT", "a", "DTSTART;" + BERLIN + "20260302T090000", "RRULE:FREQ=WEEKLY"),
        Shelf.component(
            "VEVENT",
            "a",
            "STATUS:CANCELLED",
            "RECURRENCE-ID;" + BERLIN + "20260309T090000",
            "DTSTART;" + BERLIN + "20260309T090000"));
    assertThat(shelf.agenda("2026-03-02", "2026-03-16").occurrences())
        .extracting(one -> one.entry().isCancelled())
        .containsExactly(false, true, false);
  }

  @Test
  void an_override_of_this_and_the_future_moves_all_later_occurrences() throws Exception {
    shelf.object(
        "work/a.ics",
        Shelf.component(
            "VEVENT",
            "a",
            "SUMMARY:old",
            "DTSTART;" + BERLIN + "20260302T090000",
            "DTEND;" + BERLIN + "20260302T100000",
            "RRULE:FREQ=WEEKLY"),
        Shelf.component(
            "VEVENT",
            "a",
            "SUMMARY:new",
            "RECURRENCE-ID;RANGE=THISANDFUTURE;" + BERLIN + "20260316T090000",
            "DTSTART;" + BERLIN + "20260317T110000",
            "DTEND;" + BERLIN + "20260317T113000"));
    assertThat(shelf.lines("2026-03-09", "2026-04-01"))
        .containsExactly(
            "2026-03-09T09:00 old",
            "2026-03-17T11:00 new",
            "2026-03-24T11:00 new",
            "2026-03-31T11:00 new");
  }

  @Test
  void excluded_times_may_be_written_in_another_form_than_the_start() throws Exception {
    shelf.event(
        "work/a.ics",
        "DTSTART;" + BERLIN + "20260302T090000",
        "RRULE:FREQ=DAILY;COUNT=5",
        "EXDATE:20260303T080000Z",
        "EXDATE;VALUE=DATE:20260304",
        "EXDATE;TZID=America/New_York:20260305T030000");
    assertThat(shelf.times("2026-03-01", "2026-03-10"))
        .containsExactly("2026-03-02T09:00/2026-03-02T09:00", "2026-03-06T09:00/2026-03-06T09:00");
  }

  @Test
  void more_dates_and_periods_belong_to_a_series() throws Exception {
    shelf.event(
        "work/a.ics",
        "DTSTART;" + BERLIN + "20260302T090000",
        "DTEND;" + BERLIN + "20260302T100000",
        "RDATE:20260310T080000Z",
        "RDATE;VALUE=PERIOD:20260311T080000Z/PT30M,20260312T080000Z/20260312T100000Z");
    assertThat(shelf.times("2026-03-01", "2026-03-20"))
        .containsExactly(
            "2026-03-02T09:00/2026-03-02T10:00",
            "2026-03-10T09:00/2026-03-10T10:00",
            "2026-03-11T09:00/2026-03-11T09:30",
            "2026-03-12T09:00/2026-03-12T11:00");
  }

  @Test
  void a_floating_time_is_that_of_the_reader() throws Exception {
    shelf.event("work/a.ics", "DTSTART:20260302T003000");
    assertThat(shelf.agenda("2026-03-02", "2026-03-02", ZoneId.of("Asia/Tokyo")).occurrences())
        .extracting(one -> one.begins() + " " + one.zone().isFloating())
        .containsExactly("2026-03-01T15:30:00Z true");
  }

  @Test
  void a_series_ends_at_its_until_whatever_clock_that_is_of() throws Exception {
    shelf.event(
        "work/a.ics",
        "DTSTART;TZID=America/New_York:20260302T200000",
        "RRULE:FREQ=DAILY;UNTIL=20260304T010000Z");
    shelf.event("work/b.ics", "DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=DAILY;UNTIL=20260303");
    assertThat(shelf.times("2026-03-01", "2026-03-20"))
        .containsExactly(
            "2026-03-02T00:00/2026-03-03T00:00",
            "2026-03-03T00:00/2026-03-04T00:00",
            "2026-03-02T20:00/2026-03-02T20:00",
            "2026-03-03T20:00/2026-03-03T20:00");
  }

  @Test
  void a_week_that_the_range_begins_in_has_its_later_days() throws Exception {
    shelf.event(
        "work/a.ics",
        "DTSTART;" + BERLIN + "20240101T090000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR");
    shelf.event(
        "work/b.ics",
        "DTSTART;" + BERLIN + "20240110T090000",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=10,25");
    assertThat(shelf.lines("2026-03-11", "2026-03-31"))
        .containsExactly(
            "2026-03-13T09:00 null",
            "2026-03-23T09:00 null",
            "2026-03-25T09:00 null",
            "2026-03-27T09:00 null");
  }

  @Test
  void tasks_stand_where_they_are_due_and_those_without_a_date_apart() throws Exception {
    shelf.object(
        "tasks/due.ics",
        Shelf.component(
            "VTODO",
            "due",
            "SUMMARY:Tax",
            "DTSTART;VALUE=DATE:20260301",
            "DUE;VALUE=DATE:20260305"));
    shelf.object(
        "tasks/start.ics",
        Shelf.component(
            "VTODO", "start", "SUMMARY:Begin", "DTSTART;" + BERLIN + "20260304T100000"));
    shelf.object("tasks/none.ics", Shelf.component("VTODO", "none", "SUMMARY:Some day"));
    shelf.object(
        "tasks/late.ics", Shelf.component("VTODO", "late", "SUMMARY:Late", "DUE:20260201T100000Z"));
    shelf.object(
        "tasks/done.ics",
        Shelf.component(
            "VTODO", "done", "SUMMARY:Done", "DUE:20260201T100000Z", "STATUS:COMPLETED"));
    shelf.object(
        "journal/j.ics",
        Shelf.component("VJOURNAL", "j", "SUMMARY:Diary", "DTSTART;VALUE=DATE:20260306"));
    Agenda agenda = shelf.agenda("2026-03-02", "2026-03-10");
    assertThat(shelf.lines("2026-03-02", "2026-03-10"))
        .containsExactly(
            "2026-03-04T10:00 Begin", "2026-03-05T00:00 Tax", "2026-03-06T00:00 Diary");
    assertThat(agenda.undated())
        .extracting(one -> one.text().summary())
        .containsExactly("Some day");
    assertThat(agenda.overdue())
        .extracting(one -> one.entry().text().summary())
        .containsExactly("Late");
    assertThat(agenda.before()).isEqualTo(1);
  }

  @Test
  void it_says_how_much_is_before_and_after_the_range() throws Exception {
    shelf.event("work/a.ics", "DTSTART:20200101T090000Z", "RRULE:FREQ=DAILY;COUNT=10");
    shelf.event("work/b.ics", "DTSTART:20260101T090000Z");
    shelf.event("work/c.ics", "DTSTART:20270101T090000Z");
    shelf.event("work/d.ics", "DTSTART:20200401T090000Z", "RRULE:FREQ=YEARLY");
    shelf.event("work/e.ics", "DTSTART:20260305T090000Z");
    Agenda agenda = shelf.agenda("2026-03-02", "2026-03-10");
    assertThat(agenda.occurrences()).hasSize(1);
    assertThat(agenda.before()).isEqualTo(2);
    assertThat(agenda.after()).isEqualTo(2);
    assertThat(agenda.lastBefore().begins()).isEqualTo("2026-01-01T09:00:00Z");
    assertThat(agenda.firstAfter().begins()).isEqualTo("2026-04-01T09:00:00Z");
  }
}
