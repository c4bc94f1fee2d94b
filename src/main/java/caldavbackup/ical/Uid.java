package caldavbackup.ical;

/**
 * Finds the UID in an iCalendar object without parsing the rest, which may well be broken (RFC
 * 5545, section 3.8.4.7).
 */
public final class Uid {
  /**
   * The UID of the first component that has one.
   *
   * @param calendarObject the object's bytes, UTF-8; null for an object that could not be read
   * @return the value as it stands, unfolded; null when there is none
   */
  public String of(byte[] calendarObject) {
    if (calendarObject != null) {
      for (ContentLine line : ContentLine.of(calendarObject)) {
        if (line.name().equals("UID")) {
          return line.value();
        }
      }
    }
    return null;
  }
}
