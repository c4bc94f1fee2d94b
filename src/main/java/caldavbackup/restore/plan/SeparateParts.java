package caldavbackup.restore.plan;

import caldavbackup.caldav.CalendarParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes out of a calendar of the plan what the calendar on the server does not take. */
final class SeparateParts {
  private SeparateParts() {}

  /**
   * The objects of types that the target does not take, each type as a calendar of its own: the
   * part of the calendar that takes it.
   */
  static List<CalendarPlan> of(CalendarPlan calendar) {
    Map<String, CalendarPlan> parts = new LinkedHashMap<>();
    for (ObjectPlan object : List.copyOf(calendar.objects())) {
      if (CalendarParts.needsPart(calendar.target(), object.type())) {
        parts
            .computeIfAbsent(
                object.type(), type -> calendar.part(CalendarParts.part(calendar.target(), type)))
            .add(object);
        calendar.remove(object);
      }
    }
    if (!parts.isEmpty()) { // an event and a task of one UID are not in each other's way any more
      calendar.findAgain();
    }
    return List.copyOf(parts.values());
  }
}
