package caldavbackup.ical;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the UID in an iCalendar object without parsing the rest, which may well be broken (RFC
 * 5545, section 3.8.4.7).
 */
public final class Uid {
  /**
   * The UID of the first component that has one.
   *
   * @param calendarObject the object's bytes, UTF-8; null for an object that could not be read
   * @return the value as it stands, unfolded (RFC 5545, section 3.1); null when there is none
   */
  public String of(byte[] calendarObject) {
    if (calendarObject == null) {
      return null;
    }
    String text = new String(calendarObject, StandardCharsets.UTF_8);
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      end = end < 0 ? text.length() : end;
      if (text.regionMatches(true, at, "UID", 0, 3)) {
        String line = unfolded(text, at);
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).toUpperCase(Locale.ROOT);
        if (name.equals("UID") || name.startsWith("UID;")) {
          return line.substring(colon + 1);
        }
      }
      at = end + 1;
    }
    return null;
  }

  private static String unfolded(String text, int start) {
    StringBuilder line = new StringBuilder();
    int at = start;
    while (true) {
      int end = text.indexOf('\n', at);
      boolean last = end < 0;
      int stop = last ? text.length() : end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
      line.append(text, at, stop);
      boolean folded =
          !last
              && end + 1 < text.length()
              && (text.charAt(end + 1) == ' ' || text.charAt(end + 1) == '\t');
      if (!folded) {
        return line.toString();
      }
      at = end + 2;
    }
  }
}
