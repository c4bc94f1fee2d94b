package caldavbackup.ical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import net.fortuna.ical4j.model.Recur;

/** The time zone of a calendar in the form that servers accept (RFC 4791, section 5.2.2). */
final class CalendarZone {
  private static final String HEAD =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//caldav-backup//EN\r\n";
  private static final String END = "END:VCALENDAR\r\n";

  private CalendarZone() {}

  /**
   * Returns a VCALENDAR that contains only the description of the zone.
   *
   * @param id the TZID
   * @param file the file that is searched first for a description
   * @return null if neither the file nor the time zone database describes the zone
   */
  static String of(String id, ICalendarScanner file) {
    ICalendarParts.Component own = file.timezone(id);
    return own == null
        ? known(id.strip())
        : HEAD
            + new String(file.bytes, own.start, own.end - own.start, StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\r*\n", "\r\n")
            + "\r\n"
            + END;
  }

  private static String known(String id) {
    if (!ZoneId.getAvailableZoneIds().contains(id)) {
      return null;
    }
    try (InputStream in = Recur.class.getResourceAsStream("/zoneinfo/" + id + ".ics")) {
      return in == null
          ? null
          : new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\r*\n", "\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
