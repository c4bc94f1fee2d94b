package caldavbackup.contents;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * One time at which an entry takes place.
 *
 * @param entry what takes place: of an occurrence that is changed by an override, the override
 * @param start by the clock of {@code zone}; for a whole day its beginning
 * @param end by the same clock, and not within it any more; equal to the start of what takes no
 *     time
 * @param zone whose clock it is, floating for whole days
 * @param isAllDay whether it takes whole days
 * @param begins the instant of its start; a floating time counts by the clock of the reader
 * @param ends the instant of its end
 * @param original the occurrence of the series that it is or stands for, as the series has it; null
 *     for what does not repeat
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
