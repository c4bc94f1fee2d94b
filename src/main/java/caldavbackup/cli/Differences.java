package caldavbackup.cli;

import caldavbackup.restore.plan.Difference;
import caldavbackup.restore.plan.Difference.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All differences by calendar: first the properties of the calendar, then its objects by time. */
final class Differences {
  private static final Comparator<Difference> ORDER =
      Comparator.comparing(Difference::kind)
          .thenComparing(
              one -> one.facts() == null || one.facts().start() == null ? "" : one.facts().start())
          .thenComparing(one -> String.valueOf(one.path()));

  private final Map<String, List<Difference>> byCalendar = new LinkedHashMap<>();
  private final List<Difference> unread = new ArrayList<>();

  Differences(List<Difference> all) {
    for (Difference one : all) {
      if (one.kind() == Kind.UNREAD) {
        unread.add(one);
      } else {
        byCalendar.computeIfAbsent(one.calendar(), key -> new ArrayList<>()).add(one);
      }
    }
    byCalendar.values().forEach(list -> list.sort(ORDER));
  }

  /** Returns the differences by the name of the calendar's folder. */
  Map<String, List<Difference>> byCalendar() {
    return byCalendar;
  }

  /** Returns what was not compared. */
  List<Difference> unread() {
    return unread;
  }

  boolean isEmpty() {
    return byCalendar.isEmpty();
  }

  int count(Kind kind) {
    return (int)
        byCalendar.values().stream()
            .flatMap(List::stream)
            .filter(one -> one.kind() == kind)
            .count();
  }
}
