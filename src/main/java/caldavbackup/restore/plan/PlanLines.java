package caldavbackup.restore.plan;

import caldavbackup.text.Causes;
import caldavbackup.text.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The lines of a report about calendars and objects. A line is created only when it is shown: a
 * label is read from the object's bytes, and there may be very many objects.
 */
final class PlanLines {
  private static final int MAX_LINES = 20;
  private static final int MAX_NAMED = 5;
  private static final int FIRST = 3;
  private static final String FORM = "%-7s %s";

  private final RestorePlan plan;
  private final List<Supplier<String>> lines = new ArrayList<>();

  PlanLines(RestorePlan plan) {
    this.plan = plan;
  }

  /** Returns a line about an object: action, title, and details. */
  static String line(Action action, String title, String more) {
    return FORM.formatted(action.word(), title) + (more.isEmpty() ? "" : ": " + more);
  }

  /** Returns the first lines and the number of the others. */
  List<String> some() {
    List<String> some =
        lines.stream().limit(MAX_LINES).map(Supplier::get).collect(Collectors.toList());
    if (lines.size() > MAX_LINES) {
      some.add("and " + (lines.size() - MAX_LINES) + " more: plan_json=FILE lists all of them");
    }
    return some;
  }

  /** Adds the lines about the plan. */
  PlanLines ofPlan() {
    List<ObjectPlan> refused = new ArrayList<>();
    for (CalendarPlan calendar : plan.calendars()) {
      if (calendar.refusal() != null) {
        add("refused", calendar, calendar.refusal());
        continue;
      }
      if (!calendar.changedProperties().isEmpty()) {
        add("set", calendar, String.join(", ", calendar.changedProperties()));
      }
      for (ObjectPlan object : calendar.objects()) {
        if (object.action() == Action.REFUSED) {
          refused.add(object);
        } else if (isWorthALine(object)) {
          lines.add(() -> line(object.action(), title(object), detail(plan, object)));
        }
      }
    }
    causes("refused", refused, Causes::alike);
    return this;
  }

  /** Adds the lines about objects that the server has in another form than the backup. */
  PlanLines ofOutcome() {
    List<ObjectPlan> altered = new ArrayList<>();
    for (ObjectPlan object : plan.objects()) {
      if (object.isAltered()) {
        altered.add(object);
      } else if (object.action() == Action.KEEP) {
        lines.add(() -> line(object.action(), title(object), detail(plan, object)));
      }
    }
    causes("", altered, Causes::equal);
    return this;
  }

  private static boolean isWorthALine(ObjectPlan object) {
    return switch (object.action()) {
      case CREATE -> object.reason() != null;
      case UPDATE, KEEP, CONFLICT, DELETE -> true;
      default -> false;
    };
  }

  private void add(String word, CalendarPlan calendar, String text) {
    lines.add(() -> FORM.formatted(word, Shown.path(calendar.path())) + ": " + text);
  }

  private String title(ObjectPlan object) {
    return ObjectTitle.of(plan, object).text();
  }

  /** Returns the changes of an object and the reason; empty if there are none. */
  static String detail(RestorePlan plan, ObjectPlan object) {
    String reason = object.reason() == null ? "" : object.reason();
    String changes =
        object.action() == Action.CREATE || object.action() == Action.EQUAL
            ? ""
            : plan.changes(object).words();
    if (changes.isEmpty() || reason.isEmpty()) {
      return changes + reason;
    }
    return object.action() == Action.UPDATE
        ? changes + "; " + reason
        : reason + " (" + changes + ")";
  }

  /** Adds a line for each reason with its objects, or the first ones if there are many. */
  private void causes(
      String word, List<ObjectPlan> objects, Function<Causes, List<Causes.Cause>> by) {
    Causes causes = new Causes();
    Map<String, ObjectPlan> byKey = new HashMap<>();
    for (ObjectPlan object : objects) {
      String key = object.path() + "\0" + byKey.size(); // a file may hold several
      byKey.put(key, object);
      causes.add(key, object.reason());
    }
    for (Causes.Cause cause : by.apply(causes)) {
      lines.add(
          () -> {
            String subject = subject(cause.names(), byKey);
            return (word.isEmpty() ? subject : FORM.formatted(word, subject))
                + ": "
                + cause.sentence();
          });
    }
  }

  private String subject(List<String> keys, Map<String, ObjectPlan> byKey) {
    if (keys.size() <= MAX_NAMED) {
      return keys.stream().map(byKey::get).map(this::title).collect(Collectors.joining("; "));
    }
    Set<String> types =
        keys.stream()
            .map(key -> byKey.get(key).type() == null ? "" : byKey.get(key).type())
            .collect(Collectors.toSet());
    return "%d %s (%s; …)"
        .formatted(
            keys.size(),
            RecordResult.noun(types, keys.size()),
            keys.stream()
                .sorted()
                .limit(FIRST)
                .map(byKey::get)
                .map(this::title)
                .collect(Collectors.joining("; ")));
  }
}
