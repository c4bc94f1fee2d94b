package caldavbackup.ical;

import java.util.List;
import java.util.Locale;

/** Which type of component a calendar object holds (RFC 4791, section 4.1: one type in each). */
public final class ComponentType {
  /** The types that a calendar may hold objects of; the most common first. */
  public static final List<String> CARRIERS = List.of("VEVENT", "VTODO", "VJOURNAL");

  private ComponentType() {}

  /** VEVENT, VTODO or VJOURNAL, whichever comes first; null when there is none. */
  public static String of(byte[] calendarObject) {
    for (ContentLine line : ContentLine.of(calendarObject)) {
      String type = line.value().strip().toUpperCase(Locale.ROOT);
      if (line.name().equals("BEGIN") && CARRIERS.contains(type)) {
        return type;
      }
    }
    return null;
  }
}
