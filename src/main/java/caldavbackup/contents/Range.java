package caldavbackup.contents;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Some days.
 *
 * @param since the first
 * @param until the last
 * @param zone whose days they are
 */
public record Range(LocalDate since, LocalDate until, ZoneId zone) {
  /** The first day that a calendar can have. */
  public static final LocalDate FIRST = LocalDate.of(1, 1, 3);

  /** The last one. */
  public static final LocalDate LAST = LocalDate.of(9998, 12, 30);

  /** Its first instant. */
  public Instant from() {
    return bounded(since).atStartOfDay(zone).toInstant();
  }

  /** The first instant behind it. */
  public Instant to() {
    return bounded(until).plusDays(1).atStartOfDay(zone).toInstant();
  }

  private static LocalDate bounded(LocalDate day) {
    return day.isBefore(FIRST) ? FIRST : day.isAfter(LAST) ? LAST : day;
  }
}
