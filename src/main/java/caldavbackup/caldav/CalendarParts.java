package caldavbackup.caldav;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * A calendar that holds several types of components, on a server that allows one in each calendar:
 * it is split into parts, {@code work} and {@code work--vtodo}, and is one calendar again where
 * several are allowed.
 */
public final class CalendarParts {
  private static final String MARK = "--";
  private static final Map<String, String> NAMES =
      Map.of("VEVENT", "events", "VTODO", "tasks", "VJOURNAL", "journal");

  private CalendarParts() {}

  /** The part of a calendar that takes components of this type. */
  public static Calendar part(Calendar whole, String type) {
    String url = whole.url().substring(0, whole.url().length() - 1);
    return whole
        .at(
            url + MARK + type.toLowerCase(Locale.ROOT) + "/",
            whole.label() + " (" + NAMES.getOrDefault(type, type) + ")")
        .withComponents(List.of(type));
  }

  /** Whether this type must go into a part of its own, because the calendar does not take it. */
  public static boolean needsPart(Calendar there, String type) {
    return type != null && !there.components().isEmpty() && !there.components().contains(type);
  }

  /**
   * The calendar that this one is a part of, with the types of all its parts; the calendar itself
   * when it has none.
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

  /** Whether a calendar that is called so is a part of the one that is called otherwise. */
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
