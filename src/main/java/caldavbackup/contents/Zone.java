package caldavbackup.contents;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * The clock that a time is told by.
 *
 * @param id its TZID as the object writes it, "UTC", or null for a floating time
 * @param rules null for a floating time, which is the same on every clock
 */
public record Zone(String id, ZoneRules rules) {
  /** The clock of whoever looks at it (RFC 5545, section 3.3.5, form 1). */
  public static final Zone FLOATING = new Zone(null, null);

  /** Form 2. */
  public static final Zone UTC = new Zone("UTC", ZoneOffset.UTC.getRules());

  /** Whether a time is the same on every clock. */
  public boolean isFloating() {
    return rules == null;
  }

  /**
   * The instant of a time of this clock: in the gap of a clock that is put forward it is the time
   * by the clock of before; of two equal times it is the first (RFC 5545, section 3.3.5).
   *
   * @param reader whose clock counts for a floating time
   */
  Instant instant(LocalDateTime time, ZoneRules reader) {
    ZoneRules own = rules == null ? reader : rules;
    // in a gap this is the offset before it, in an overlap the first of the two
    return time.toInstant(own.getOffset(time));
  }

  /** What this clock shows at an instant. */
  LocalDateTime local(Instant instant, ZoneRules reader) {
    ZoneRules own = rules == null ? reader : rules;
    return LocalDateTime.ofInstant(instant, own.getOffset(instant));
  }
}
