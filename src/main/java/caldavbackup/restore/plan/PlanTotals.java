package caldavbackup.restore.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The numbers of events, tasks and journals in a plan, by type and by action. */
final class PlanTotals {
  private final Map<String, Integer> types = new LinkedHashMap<>();
  private final Map<Action, Integer> actions = new EnumMap<>(Action.class);

  private PlanTotals() {
    List.of("VEVENT", "VTODO", "VJOURNAL", "").forEach(type -> types.put(type, 0));
  }

  /** Counts the objects of all calendars. */
  static PlanTotals of(RestorePlan plan) {
    PlanTotals totals = new PlanTotals();
    for (CalendarPlan calendar : plan.calendars()) {
      for (ObjectPlan object : calendar.objects()) {
        boolean isKnown = object.type() != null && totals.types.containsKey(object.type());
        if (object.isOfSnapshot()) {
          totals.types.merge(isKnown ? object.type() : "", 1, Integer::sum);
        }
      }
      count(calendar).forEach((action, many) -> totals.actions.merge(action, many, Integer::sum));
    }
    return totals;
  }

  /** Counts the objects of one calendar by action, including those that another object replaces. */
  static Map<Action, Integer> count(CalendarPlan calendar) {
    Map<Action, Integer> count = new EnumMap<>(Action.class);
    for (ObjectPlan object : calendar.objects()) {
      if (object.action() == null) {
        continue; // the restore failed before the decision
      }
      count.merge(object.action(), 1, Integer::sum);
      if (object.action() != Action.LEFT_OUT) { // else they are excluded, too
        add(count, Action.REPEATED, object.kinship().repeats());
        add(count, Action.SUPERSEDED, object.kinship().older());
      }
    }
    return count;
  }

  private static void add(Map<Action, Integer> count, Action action, int many) {
    if (many > 0) {
      count.merge(action, many, Integer::sum);
    }
  }

  /**
   * Returns the number of objects by type: VEVENT, VTODO and VJOURNAL; an empty key stands for
   * others.
   */
  Map<String, Integer> types() {
    return types;
  }

  /** Returns the number of objects by action. */
  Map<Action, Integer> actions() {
    return actions;
  }

  /**
   * Returns, for example, {@code 120 events, 3 tasks: 4 create, 1 update, 118 equal}; null if there
   * are none.
   */
  String line() {
    List<String> things = new ArrayList<>();
    types.forEach(
        (type, many) -> {
          if (many > 0) {
            things.add(many + " " + RecordResult.noun(Set.of(type), many));
          }
        });
    List<String> fates = new ArrayList<>();
    actions.forEach((action, many) -> fates.add(many + " " + action.word()));
    return things.isEmpty() ? null : String.join(", ", things) + ": " + String.join(", ", fates);
  }
}
