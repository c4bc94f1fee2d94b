package caldavbackup.ical;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects calendar objects by the type of their components and by their dates.
 *
 * <p>An object that cannot be parsed is selected: too much in a backup is better than too little.
 *
 * @param components selected types, for example VEVENT; empty for all
 * @param since first day, null for no bound
 * @param until last day, null for no bound
 */
public record ObjectSelection(Set<String> components, LocalDate since, LocalDate until) {
  /** Selects everything. */
  public static final ObjectSelection ALL = new ObjectSelection(Set.of(), null, null);

  /** Returns the options that exclude objects, in words, for example {@code option since}. */
  public String options() {
    List<String> given = new ArrayList<>();
    if (!components.isEmpty()) {
      given.add("components");
    }
    if (since != null) {
      given.add("since");
    }
    if (until != null) {
      given.add("until");
    }
    return given.size() == 1
        ? "option " + given.get(0)
        : "options "
            + String.join(", ", given.subList(0, given.size() - 1))
            + " and "
            + given.get(given.size() - 1);
  }

  /** Returns whether any object may be excluded. */
  public boolean isFilter() {
    return !components.isEmpty() || since != null || until != null;
  }

  /** Returns whether this object is selected. Days are in the object's own time zone. */
  public boolean wants(byte[] calendarObject) {
    if (!isFilter()) {
      return true;
    }
    Reader reader = new Reader();
    ContentLine.of(calendarObject).forEach(reader::take);
    return wants(reader);
  }

  /** Returns whether the object that the reader has read is selected. */
  boolean wants(Reader reader) {
    List<ComponentTimes> found = reader.found;
    if (!isFilter() || found.isEmpty()) {
      return true;
    }
    LocalDateTime from = since == null ? LocalDateTime.MIN : since.atStartOfDay();
    LocalDateTime to = until == null ? LocalDateTime.MAX : until.plusDays(1).atStartOfDay();
    Set<LocalDateTime> overridden =
        found.stream()
            .map(ComponentTimes::instead)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    found.forEach(component -> component.exclude(overridden));
    return found.stream()
        .filter(component -> components.isEmpty() || components.contains(component.type()))
        .anyMatch(component -> (since == null && until == null) || component.occurs(from, to));
  }

  /** Computes the dates of an object's components line by line. */
  static final class Reader {
    private final List<ComponentTimes> found = new ArrayList<>();
    private ComponentTimes current;
    private int below;

    void take(ContentLine line) {
      if (line.name().equals("BEGIN")) {
        String type = line.value().strip().toUpperCase(java.util.Locale.ROOT);
        if (current != null) {
          below++; // a nested alarm
        } else if (ComponentType.CARRIERS.contains(type)) {
          current = new ComponentTimes(type);
          found.add(current);
        }
      } else if (line.name().equals("END") && current != null) {
        if (below-- == 0) {
          current = null;
          below = 0;
        }
      } else if (current != null && below == 0) {
        current.add(line);
      }
    }
  }
}
