package caldavbackup.ical;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds the first and the last line of a calendar on a line that also contains other text: a byte
 * order mark, padding, an HTML tag, or the first line of a file that was appended.
 */
final class CalendarEdge {
  private static final String BEGIN = "BEGIN:VCALENDAR";
  private static final String END = "END:VCALENDAR";
  private static final Pattern NAME = Pattern.compile("[A-Z0-9-]");

  private CalendarEdge() {}

  /**
   * Returns the offset of a calendar's first line within a line, possibly after other text; -1 if
   * there is none.
   */
  static int begin(byte[] text, int start, int end) {
    String line = line(text, start, end).stripTrailing();
    int at = line.length() - BEGIN.length();
    return at >= 0 && line.endsWith(BEGIN) ? start + at : -1;
  }

  /** Returns whether a line begins with a calendar's last line and contains more text. */
  static boolean isEndWithMore(byte[] text, int start, int end) {
    String line = line(text, start, end);
    if (!line.startsWith(END)) {
      return false;
    }
    String more = line.substring(END.length()).strip();
    return !more.isEmpty() && (more.startsWith(BEGIN) || !NAME.matcher(more).lookingAt());
  }

  /** Returns the offset after a calendar's last line that starts at the given offset. */
  static int behindEnd(int start) {
    return start + END.length();
  }

  private static String line(byte[] text, int start, int end) {
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1)
        .toUpperCase(Locale.ROOT);
  }
}
