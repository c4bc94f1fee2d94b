package caldavbackup.contents;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * One occurrence of an entry.
 *
 * @param entry the entry; if an override changes the occurrence, the override
 * @param start the local time in {@code zone}; for a whole day, the start of the day
 * @param end the exclusive end, in the same zone; equal to the start if it has no duration
 * @param zone the time zone, floating for whole days
 * @param isAllDay whether it takes whole days
 * @param begins the instant of its start; a floating time is in the reader's time zone
 * @param ends the instant of its end
 * @param original the start in the series before any override; null for an entry that does not
 *     repeat
 */
public record Occurrence(
    Entry entry,
    LocalDateTime start,
    LocalDateTime end,
    Zone zone,
    boolean isAllDay,
    Instant begins,
    Instant ends,
    LocalDateTime original) {}
