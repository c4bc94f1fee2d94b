package caldavbackup.dav;

/**
 * One calendar object with its data, or with the reason why there is none.
 *
 * @param member what the listing said of it
 * @param bytes exactly what GET gives; null when it could not be read
 * @param error one sentence; null when it could
 */
public record CalendarObject(Member member, byte[] bytes, String error) {}
