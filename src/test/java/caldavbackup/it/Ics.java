package caldavbackup.it;

/** Calendar objects for tests. */
final class Ics {
  private Ics() {}

  static String event(String uid, String summary) {
    return object("VEVENT", uid, "DTSTART:20260102T100000Z", "SUMMARY:" + summary);
  }

  static String object(String component, String uid, String... lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//caldav-backup//tests//EN\r\nBEGIN:"
        + component
        + "\r\nUID:"
        + uid
        + "\r\nDTSTAMP:20260101T000000Z\r\n"
        + String.join("\r\n", lines)
        + "\r\nEND:"
        + component
        + "\r\nEND:VCALENDAR\r\n";
  }
}
