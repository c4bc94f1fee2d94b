package caldavbackup.contents;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.zone.ZoneRules;

/**
 * The start and length of an entry (RFC 5545, section 3.6.1).
 *
 * @param start the local time in the zone
 * @param days the whole days of the length, added before the time
 * @param time the exact rest of the length, independent of clock changes
 * @param isAllDay whether it takes whole days
 * @param lead how long after its start a task is due: the agenda shows it then
 * @param reader the time zone of floating times
 */
record Span(
    LocalDateTime start,
    Zone zone,
    Period days,
    Duration time,
    boolean isAllDay,
    Duration lead,
    ZoneRules reader) {

  /** Returns the span of an entry; null for an entry without a date. */
  static Span of(Entry entry, ZoneRules reader) {
    Entry.Moment start = entry.when().start();
    Entry.Moment end = entry.when().end();
    boolean isTask = entry.component().equals("VTODO");
    if (start == null && (end == null || !isTask)) {
      return null;
    }
    if (isTask) {
      return task(start, end, entry.when().duration(), reader);
    }
    Zone zone = start.isDate() ? Zone.FLOATING : start.zone();
    if (end != null) {
      return lasting(start, zone, end, reader);
    }
    Times.Length length = length(entry.when().duration());
    return start.isDate()
        ? ofDays(start.time(), length.days().getDays(), reader)
        : new Span(start.time(), zone, length.days(), length.time(), false, Duration.ZERO, reader);
  }

  /** Returns a span without duration, or of the whole day. */
  static Span at(Entry.Moment start, ZoneRules reader) {
    return start.isDate()
        ? ofDays(start.time(), 1, reader)
        : new Span(
            start.time(), start.zone(), Period.ZERO, Duration.ZERO, false, Duration.ZERO, reader);
  }

  /** Returns a span of whole days, at least one. */
  private static Span ofDays(LocalDateTime start, long days, ZoneRules reader) {
    Period period = Period.ofDays((int) Math.min(Math.max(1, days), 1_000_000));
    return new Span(start, Zone.FLOATING, period, Duration.ZERO, true, Duration.ZERO, reader);
  }

  private static Span lasting(Entry.Moment start, Zone zone, Entry.Moment end, ZoneRules reader) {
    if (start.isDate()) {
      LocalDateTime last = end.time().toLocalDate().atStartOfDay();
      return ofDays(start.time(), Duration.between(start.time(), last).toDays(), reader);
    }
    Duration time =
        Duration.between(
            zone.instant(start.time(), reader), end.zone().instant(end.time(), reader));
    return new Span(
        start.time(),
        zone,
        Period.ZERO,
        time.isNegative() ? Duration.ZERO : time,
        false,
        Duration.ZERO,
        reader);
  }

  private static Span task(
      Entry.Moment start, Entry.Moment due, String duration, ZoneRules reader) {
    Entry.Moment begins = start == null ? due : start;
    Entry.Moment shown = due == null ? start : due;
    Duration lead = Duration.ZERO;
    if (due != null && start != null && !due.time().isBefore(start.time())) {
      lead = Duration.between(start.time(), due.time());
    } else if (due == null && duration != null) {
      Times.Length length = length(duration);
      lead = length.time().plusDays(length.days().getDays());
    }
    return new Span(
        begins.time(),
        shown.isDate() ? Zone.FLOATING : shown.zone(),
        shown.isDate() ? Period.ofDays(1) : Period.ZERO,
        Duration.ZERO,
        shown.isDate(),
        lead,
        reader);
  }

  private static Times.Length length(String duration) {
    try {
      return duration == null ? Times.Length.NONE : Times.length(duration);
    } catch (DateTimeException | NumberFormatException e) {
      return Times.Length.NONE;
    }
  }

  /** Returns the same span with the length of an additional occurrence. */
  Span lasting(Entry.MorePeriod more, ZoneRules clock) {
    if (more.end() != null) {
      Span other = lasting(more.start(), more.start().zone(), more.end(), clock);
      return new Span(start, zone, other.days, other.time, isAllDay, lead, reader);
    }
    if (more.duration() != null) {
      Times.Length length = length(more.duration());
      return new Span(start, zone, length.days(), length.time(), isAllDay, lead, reader);
    }
    return this;
  }

  /** Returns its start in another time zone. */
  LocalDateTime inZone(Zone other) {
    return isAllDay || zone.isFloating() || other.isFloating()
        ? start
        : other.local(zone.instant(start, reader), reader);
  }

  /** Returns the same span in another time zone. */
  Span in(Zone other) {
    return isAllDay || zone.isFloating() || other.isFloating()
        ? this
        : new Span(inZone(other), other, days, time, false, lead, reader);
  }

  /** Returns the approximate length from the time in the rule to the end. */
  Duration length() {
    return time.plusDays(days.getDays()).plus(lead);
  }

  /** Returns the occurrence of an entry that starts at this local time. */
  Occurrence at(Entry entry, LocalDateTime begin, LocalDateTime original) {
    LocalDateTime from = begin.plus(lead);
    Instant begins = zone.instant(from, reader);
    if (isAllDay) {
      LocalDateTime last = from.plus(days);
      return new Occurrence(
          entry, from, last, zone, true, begins, zone.instant(last, reader), original);
    }
    Instant ends = zone.instant(zone.local(begins, reader).plus(days), reader).plus(time);
    return new Occurrence(
        entry,
        zone.local(begins, reader),
        zone.local(ends, reader),
        zone,
        false,
        begins,
        ends,
        original);
  }
}
