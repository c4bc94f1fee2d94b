package caldavbackup.ical;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Finds the UID in an iCalendar object without parsing the rest, which may be broken (RFC 5545,
 * section 3.8.4.7).
 */
public final class Uid {
  private static final String CALENDAR = "VCALENDAR";
  private static final String TIMEZONE = "VTIMEZONE";

  /**
   * Returns the UID of the first component that has one. The UID of the calendar (RFC 7986, section
   * 5.3) and those of nested components, for example alarms (RFC 9074, section 5), are ignored.
   *
   * @param calendarObject the object's bytes, UTF-8; null for an object that could not be read
   * @return the unfolded value, still escaped; null if there is none
   */
  public String of(byte[] calendarObject) {
    if (calendarObject == null) {
      return null;
    }
    Reader reader = new Reader();
    for (ContentLine line : ContentLine.of(calendarObject)) {
      reader.take(line);
      if (reader.uid != null) {
        break;
      }
    }
    return reader.uid;
  }

  /** Finds the UID of an object line by line. */
  static final class Reader {
    private final Deque<String> within = new ArrayDeque<>();
    private String uid;

    /** Returns the UID found so far, or null. */
    String uid() {
      return uid;
    }

    void take(ContentLine line) {
      String name = line.name();
      if (name.equals("BEGIN") || name.equals("END")) {
        limit(name, line.value().strip().toUpperCase(Locale.ROOT));
      } else if (uid == null && name.equals("UID")) {
        boolean isOwn = within.size() == 1 && !within.peek().equals(TIMEZONE);
        uid = isOwn ? line.value() : null;
      }
    }

    private void limit(String name, String component) {
      if (name.equals("BEGIN")) {
        if (!component.equals(CALENDAR)) {
          within.push(component);
        }
      } else if (within.contains(component)) {
        while (!within.pop().equals(component)) {
          // its END is missing
        }
      }
    }
  }
}
