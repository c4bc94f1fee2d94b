package caldavbackup.ical;

import java.util.List;
import java.util.Locale;

/**
 * Finds the type of component that a calendar object contains (RFC 4791, section 4.1: one type per
 * object).
 */
public final class ComponentType {
  /** The types of objects in a calendar, the most common first. */
  public static final List<String> CARRIERS = List.of("VEVENT", "VTODO", "VJOURNAL");

  private ComponentType() {}

  /**
   * Returns the noun for objects of a type: event, task or journal.
   *
   * @param type a component type, or null
   * @return {@code object} for other types
   */
  public static String noun(String type) {
    return switch (type == null ? "" : type) {
      case "VEVENT" -> "event";
      case "VTODO" -> "task";
      case "VJOURNAL" -> "journal";
      default -> "object";
    };
  }

  /** Returns VEVENT, VTODO or VJOURNAL, the first in the object; null if there is none. */
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
