package caldavbackup.it;

/** Calendar objects for tests. */
final class Ics {
  private Ics() {}

  static String event(String uid, String summary) {
    return object("VEVENT", uid, "DTSTART:20260102T100000Z", "DURATION:PT1H", "SUMMARY:" + summary);
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

  /** A series with an instance that was moved, in one object. */
  static String series(String uid) {
    String moved =
        "BEGIN:VEVENT\r\nUID:"
            + uid
            + "\r\nDTSTAMP:20260101T000000Z\r\nRECURRENCE-ID:20260109T100000Z\r\n"
            + "DTSTART:20260109T120000Z\r\nDURATION:PT1H\r\nSUMMARY:moved\r\nEND:VEVENT\r\n";
    return object(
            "VEVENT", uid, "DTSTART:20260102T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=9")
        .replace("END:VCALENDAR", moved + "END:VCALENDAR");
  }

  /** A description of about so many bytes, in folded lines. */
  static String folded(int bytes) {
    StringBuilder line = new StringBuilder("DESCRIPTION:");
    while (line.length() < bytes) {
      line.append("x".repeat(60)).append("\r\n ");
    }
    return line.append("end").toString();
  }

  static final String ZURICH =
      """
      BEGIN:VCALENDAR
      VERSION:2.0
      PRODID:-//caldav-backup//tests//EN
      BEGIN:VTIMEZONE
      TZID:Europe/Zurich
      BEGIN:STANDARD
      DTSTART:19701025T030000
      TZOFFSETFROM:+0200
      TZOFFSETTO:+0100
      END:STANDARD
      END:VTIMEZONE
      END:VCALENDAR
      """
          .replace("\n", "\r\n");
}
