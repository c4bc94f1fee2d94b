package caldavbackup.contents;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * The time zone of a time.
 *
 * @param id its TZID as the object writes it, "UTC", or null for a floating time
 * @param rules null for a floating time, which is the same local time in every zone
 */
public record Zone(String id, ZoneRules rules) {
  /** The time zone of the reader (RFC 5545, section 3.3.5, form 1). */
  public static final Zone FLOATING = new Zone(null, null);

  /** UTC (RFC 5545, section 3.3.5, form 2). */
  public static final Zone UTC = new Zone("UTC", ZoneOffset.UTC.getRules());

  /** Returns whether its times are floating. */
  public boolean isFloating() {
    return rules == null;
  }

  /**
   * Returns the instant of a local time. A time in a gap uses the offset before the gap. Of two
   * equal times, the first counts (RFC 5545, section 3.3.5).
   *
   * @param reader the time zone for floating times
   */
  Instant instant(LocalDateTime time, ZoneRules reader) {
    ZoneRules own = rules == null ? reader : rules;
    // in a gap this is the offset before it, in an overlap the first of the two
    return time.toInstant(own.getOffset(time));
  }

  /** Returns the local time at an instant. */
  LocalDateTime local(Instant instant, ZoneRules reader) {
    ZoneRules own = rules == null ? reader : rules;
    return LocalDateTime.ofInstant(instant, own.getOffset(instant));
  }
}
