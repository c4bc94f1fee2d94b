package caldavbackup.ical;

import java.nio.charset.StandardCharsets;

/** Objects with guests, from lines that are parted by vertical bars. */
public final class Meetings {
  private Meetings() {}

  /** An event in 2030 with these lines. */
  public static byte[] event(String lines) {
    return bytes(
        "BEGIN:VCALENDAR|" + vevent("DTSTART:20300101T100000Z|" + lines) + "|END:VCALENDAR");
  }

  /** An event in 2020 with these lines. */
  public static byte[] past(String lines) {
    return bytes(
        "BEGIN:VCALENDAR|" + vevent("DTSTART:20200101T100000Z|" + lines) + "|END:VCALENDAR");
  }

  static String vevent(String lines) {
    return "BEGIN:VEVENT|UID:1|" + lines + "|END:VEVENT";
  }

  static byte[] bytes(String lines) {
    return (lines.replaceAll("\\|+", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
