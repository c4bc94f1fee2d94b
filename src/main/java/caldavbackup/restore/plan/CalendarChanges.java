package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarProperties;
import caldavbackup.ical.ContentLine;
import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.ObjectChanges.Change;
import caldavbackup.text.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Compares the properties of a calendar in a backup with the present ones. */
public final class CalendarChanges {
  private static final int COLUMNS = 200;

  private final List<Change> changes = new ArrayList<>();

  private CalendarChanges() {}

  /** Returns the differences between a calendar of the plan and the calendar on the server. */
  static ObjectChanges of(CalendarPlan plan) {
    CalendarChanges found = new CalendarChanges();
    Calendar there = plan.there();
    Calendar saved = plan.identity();
    if (saved != null) {
      found.text("displayname", saved.displayName(), there.displayName());
      found.text("description", saved.description(), there.description());
      found.add("color", color(saved.color()), color(there.color()));
      found.text("order", saved.order(), there.order());
      found.add("timezone", tzid(saved.timezone()), tzid(there.timezone()));
    }
    for (CalendarProperties.Property property : plan.properties()) {
      switch (property.name()) { // only properties in a file are compared
        case "displayname" -> found.text("displayname", property.value(), there.displayName());
        case "description" -> found.text("description", property.value(), there.description());
        case "color" -> found.add("color", color(property.value()), color(there.color()));
        case "order" -> found.text("order", property.value(), there.order());
        default -> {
          // an export's time zone applies only to a calendar without one
        }
      }
    }
    return new ObjectChanges(List.copyOf(found.changes));
  }

  /**
   * Returns the differences between two values of each property; null means that there is no value.
   */
  public static ObjectChanges of(List<String> names, List<String> first, List<String> second) {
    CalendarChanges found = new CalendarChanges();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals("color")) {
        found.add("color", color(first.get(i)), color(second.get(i)));
      } else {
        found.text(names.get(i), first.get(i), second.get(i));
      }
    }
    return new ObjectChanges(List.copyOf(found.changes));
  }

  private void text(String name, String first, String second) {
    add(name, blank(first) ? null : first.strip(), blank(second) ? null : second.strip());
  }

  private void add(String name, String first, String second) {
    if (!Objects.equals(first, second)) {
      changes.add(
          new Change(
              null,
              name,
              first == null ? null : Shown.of(first, COLUMNS),
              second == null ? null : Shown.of(second, COLUMNS)));
    }
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  /** Normalizes an opaque colour, which is the same with and without its last two digits. */
  private static String color(String text) {
    return blank(text)
        ? null
        : text.strip().toUpperCase(Locale.ROOT).replaceFirst("^(#[0-9A-F]{6})FF$", "$1");
  }

  /** Returns the TZID of a time zone; servers rewrite its description. */
  private static String tzid(String timezone) {
    if (blank(timezone)) {
      return null;
    }
    for (ContentLine line : ContentLine.of(timezone.getBytes(StandardCharsets.UTF_8))) {
      if (line.name().equals("TZID")) {
        return line.value().strip();
      }
    }
    return timezone.strip();
  }
}
