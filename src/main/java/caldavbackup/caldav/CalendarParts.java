package caldavbackup.caldav;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Splits a calendar with several component types for a server that allows one type per calendar.
 * The parts are {@code work} and {@code work--vtodo}. On a server that allows several types, they
 * become one calendar again.
 */
public final class CalendarParts {
  private static final String MARK = "--";
  private static final Map<String, String> NAMES =
      Map.of("VEVENT", "events", "VTODO", "tasks", "VJOURNAL", "journal");

  private CalendarParts() {}

  /** The part of a calendar for components of this type. */
  public static Calendar part(Calendar whole, String type) {
    String url = whole.url().substring(0, whole.url().length() - 1);
    return whole
        .at(
            url + MARK + type.toLowerCase(Locale.ROOT) + "/",
            whole.label() + " (" + NAMES.getOrDefault(type, type) + ")")
        .withComponents(List.of(type));
  }

  /**
   * Returns whether objects of this type need a separate part, because the calendar does not accept
   * them.
   */
  public static boolean needsPart(Calendar there, String type) {
    return type != null && !there.components().isEmpty() && !there.components().contains(type);
  }

  /**
   * The calendar that this one is a part of, with the types of all its parts; the calendar itself
   * if it has no parts.
   */
  public static Calendar whole(Calendar calendar, List<Calendar> all) {
    Calendar stem = calendar;
    for (Calendar other : all) {
      if (isPart(calendar, other)) {
        stem = other;
      }
    }
    TreeSet<String> types = new TreeSet<>(stem.components());
    for (Calendar other : all) {
      if (isPart(other, stem)) {
        types.addAll(other.components());
      }
    }
    return types.size() == stem.components().size()
        ? stem
        : stem.withComponents(List.copyOf(types));
  }

  /** Returns whether the name of a calendar marks it as a part of another one. */
  public static boolean isPartOf(String part, String whole) {
    return NAMES.keySet().stream()
        .anyMatch(type -> (whole + MARK + type.toLowerCase(Locale.ROOT)).equals(part));
  }

  private static boolean isPart(Calendar part, Calendar whole) {
    return part.components().stream()
        .anyMatch(
            type -> part.segment().equals(whole.segment() + MARK + type.toLowerCase(Locale.ROOT)));
  }
}
