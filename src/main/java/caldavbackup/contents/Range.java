package caldavbackup.contents;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A range of days.
 *
 * @param since the first day
 * @param until the last day
 * @param zone the time zone of the days
 */
public record Range(LocalDate since, LocalDate until, ZoneId zone) {
  /** The first day that a calendar supports. */
  public static final LocalDate FIRST = LocalDate.of(1, 1, 3);

  /** The last day that a calendar supports. */
  public static final LocalDate LAST = LocalDate.of(9998, 12, 30);

  /** Returns the first instant of the range. */
  public Instant from() {
    return bounded(since).atStartOfDay(zone).toInstant();
  }

  /** Returns the first instant after the range. */
  public Instant to() {
    return bounded(until).plusDays(1).atStartOfDay(zone).toInstant();
  }

  private static LocalDate bounded(LocalDate day) {
    return day.isBefore(FIRST) ? FIRST : day.isAfter(LAST) ? LAST : day;
  }
}
