package caldavbackup.restore.plan;

import caldavbackup.caldav.CalendarProperties;
import caldavbackup.ical.CalendarLabel;
import caldavbackup.ical.ObjectSplitter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the files of a restore that are whole calendars, and their names. Files with the same
 * calendar name are one calendar: exports from different days, or copies.
 */
final class Exports {
  /** More files of one object each are the objects of one calendar, not separate calendars. */
  private static final int MAX_SINGLE = 20;

  /**
   * File names that programs generate and people do not use for calendars; a date is not one of
   * them.
   */
  private static final Pattern IDENTIFIER =
      Pattern.compile("(?i)(?=.*\\d)(?=.*[a-f])[0-9a-f-]{6,}|[0-9]{9,}");

  private static final Pattern EXTENSION = Pattern.compile("(?i)\\.ics$");

  private final RestorePlan plan;
  private final Map<String, CalendarPlan> byName = new LinkedHashMap<>();

  Exports(RestorePlan plan) {
    this.plan = plan;
  }

  /**
   * Returns whether files with a single object and without a calendar name are calendars
   * nevertheless. They are not if the folder is one calendar: its files are named after UIDs or
   * other identifiers, or there are very many.
   *
   * @param files the files directly in the restored folder
   */
  static boolean areSingles(Collection<ObjectPlan> files) {
    return files.size() <= MAX_SINGLE && files.stream().noneMatch(Exports::isCalledAsObject);
  }

  private static boolean isCalledAsObject(ObjectPlan file) {
    String stem = stem(file);
    return IDENTIFIER.matcher(stem).matches()
        || stem.equalsIgnoreCase(file.uid())
        || (file.uid() != null && ObjectNames.of(file.uid()).equalsIgnoreCase(file.name()));
  }

  private static String stem(ObjectPlan file) {
    return EXTENSION.matcher(file.name()).replaceFirst("");
  }

  /**
   * Returns the calendar of a file. Its name is the calendar name in the file, else the name of the
   * file.
   */
  CalendarPlan of(ObjectPlan file, ObjectSplitter.Result result) {
    CalendarLabel label = result.calendar();
    String title = label.name() == null ? stem(file) : label.name();
    String name = Export.nameOf(title);
    CalendarPlan known = byName.get(name);
    if (known != null) {
      known.cameAs(file.path(), title);
      return known;
    }
    CalendarPlan calendar = plan.add(new CalendarPlan(file.path(), name));
    calendar.cameAs(file.path(), title);
    byName.put(name, calendar);
    add(calendar, "description", label.description());
    add(calendar, "color", label.color());
    add(calendar, "timezone", result.timezone());
    return calendar;
  }

  private static void add(CalendarPlan calendar, String property, String value) {
    if (value != null) {
      calendar.add(CalendarProperties.of(property, value));
    }
  }

  /**
   * Makes the calendars distinct from each other and from the folders of the same restore.
   *
   * @param names all names of the folders
   */
  void tellApart(List<String> names) {
    Set<String> folders = new HashSet<>();
    Map<String, Integer> segments = new HashMap<>();
    for (String name : names) {
      folders.add(Export.nameOf(name));
      segments.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
    }
    for (String name : byName.keySet()) {
      segments.merge(new Export(name, true, true).segment(), 1, Integer::sum);
    }
    byName.forEach(
        (name, calendar) -> {
          boolean hasSegment = segments.get(new Export(name, true, true).segment()) == 1;
          calendar.export(new Export(name, hasSegment, !folders.contains(name)));
        });
  }
}
