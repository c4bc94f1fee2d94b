package caldavbackup.ical;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The first and the last line of a calendar where other text stands in the same line: a byte order
 * mark, padding, a tag of HTML, or the first line of the next file that was joined to it.
 */
final class CalendarEdge {
  private static final String BEGIN = "BEGIN:VCALENDAR";
  private static final String END = "END:VCALENDAR";
  private static final Pattern NAME = Pattern.compile("[A-Z0-9-]");

  private CalendarEdge() {}

  /** Where in a line, perhaps behind other text, the first line of a calendar stands; else -1. */
  static int begin(byte[] text, int start, int end) {
    String line = line(text, start, end).stripTrailing();
    int at = line.length() - BEGIN.length();
    return at >= 0 && line.endsWith(BEGIN) ? start + at : -1;
  }

  /** Whether a line is the last one of a calendar and goes on. */
  static boolean isEndWithMore(byte[] text, int start, int end) {
    String line = line(text, start, end);
    if (!line.startsWith(END)) {
      return false;
    }
    String more = line.substring(END.length()).strip();
    return !more.isEmpty() && (more.startsWith(BEGIN) || !NAME.matcher(more).lookingAt());
  }

  /** The offset behind the last line of a calendar that starts here. */
  static int behindEnd(int start) {
    return start + END.length();
  }

  private static String line(byte[] text, int start, int end) {
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1)
        .toUpperCase(Locale.ROOT);
  }
}
