package caldavbackup.restore.plan;

import caldavbackup.caldav.CalendarParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Separates objects that the target calendar does not accept. */
final class SeparateParts {
  private SeparateParts() {}

  /**
   * Returns the objects of types that the target does not accept, as one calendar per type: the
   * part of the calendar for that type.
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
    if (!parts.isEmpty()) { // an event and a task of one UID no longer conflict
      calendar.findAgain();
    }
    return List.copyOf(parts.values());
  }
}
