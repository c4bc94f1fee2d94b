package caldavbackup.restore.plan;

import caldavbackup.text.Shown;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notes about folders and files that are restored into the same calendar although no option says
 * so. Parts of a calendar that a server had split are rejoined without a note.
 */
final class Merged {
  private static final int MAX_NAMED = 5;

  private Merged() {}

  /** Returns a sentence for each calendar that receives more than one folder or file. */
  static List<String> notes(Collection<CalendarPlan> calendars) {
    Map<String, List<CalendarPlan>> byTarget = new LinkedHashMap<>();
    for (CalendarPlan calendar : calendars) {
      if (calendar.target() != null && calendar.refusal() == null && !calendar.isLeftOut()) {
        byTarget
            .computeIfAbsent(Hrefs.path(calendar.target().url()), u -> new ArrayList<>())
            .add(calendar);
      }
    }
    List<String> notes = new ArrayList<>();
    byTarget.forEach(
        (url, those) -> {
          List<String> sources = sources(those);
          if (sources.size() > 1) {
            int named = Math.min(MAX_NAMED, sources.size());
            String more =
                named < sources.size() ? " and %d more".formatted(sources.size() - named) : "";
            notes.add(
                "%s%s: restored into one calendar, %s"
                    .formatted(String.join(", ", sources.subList(0, named)), more, url));
          }
        });
    return notes;
  }

  /** Returns the paths, with the calendar names in the files if these differ. */
  private static List<String> sources(List<CalendarPlan> calendars) {
    Set<String> titles =
        calendars.stream()
            .flatMap(calendar -> calendar.files().values().stream())
            .collect(Collectors.toSet());
    Set<String> sources = new LinkedHashSet<>();
    Set<String> wholes = new LinkedHashSet<>();
    for (CalendarPlan calendar : calendars) {
      calendar
          .files()
          .forEach(
              (path, title) ->
                  sources.add(
                      titles.size() > 1
                          ? "%s (\"%s\")".formatted(Shown.path(path), title)
                          : Shown.path(path)));
      if (calendar.files().isEmpty() && (!calendar.isPart() || wholes.isEmpty())) {
        sources.add(Shown.path(calendar.path()));
        wholes.add(calendar.path());
      }
    }
    return List.copyOf(sources);
  }
}
