package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.text.Causes;
import caldavbackup.text.Columns;
import caldavbackup.text.Percent;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/** Bean {@code caldavReport}: the plan of a restore, and what became of it, for people. */
public final class PlanReport {
  private static final int MAX_LINES = 20;

  /** The plan of the exchange as a table, and what is worth a line of its own. */
  public String plan(Exchange exchange) {
    return plan(PlanSteps.plan(exchange));
  }

  /** One line for each calendar: what became of it; and what is not on the server as it was. */
  public String outcome(Exchange exchange) {
    return outcome(PlanSteps.plan(exchange));
  }

  static String plan(RestorePlan plan) {
    List<String> lines = new ArrayList<>(table(plan));
    addSome(lines, singles(plan));
    lines.addAll(SiblingLines.of(plan, true));
    lines.addAll(plan.notes());
    lines.add("nothing was written (dry_run)");
    return String.join("\n", lines);
  }

  static String outcome(RestorePlan plan) {
    List<String> lines = new ArrayList<>(table(plan));
    Causes altered = new Causes();
    int reworded = 0;
    for (ObjectPlan object : plan.objects()) {
      if (object.isAltered()) {
        altered.add(name(plan, object), object.reason());
      }
      reworded += object.isReworded() ? 1 : 0;
    }
    lines.addAll(elsewhere(plan));
    addSome(lines, lines("", altered.equal()));
    lines.addAll(SiblingLines.of(plan, false));
    lines.addAll(plan.notes());
    if (reworded > 0) {
      lines.add(
          "the server keeps %d %s in other words, which say the same"
              .formatted(reworded, reworded == 1 ? "object" : "objects"));
    }
    return String.join("\n", lines);
  }

  /** Where objects went that their calendar does not take. */
  private static List<String> elsewhere(RestorePlan plan) {
    Map<String, Integer> parts = new TreeMap<>();
    for (CalendarPlan calendar : plan.calendars()) {
      for (ObjectPlan object : calendar.objects()) {
        Calendar to = object.written() == null ? null : object.written().calendar();
        if (to != null && !Hrefs.same(to.url(), calendar.target().url())) {
          String part = Hrefs.path(to.url()) + ", for " + calendar.path() + " does not take them";
          parts.merge(part, 1, Integer::sum);
        }
      }
    }
    return parts.entrySet().stream()
        .map(part -> part.getValue() + " of them are in " + part.getKey())
        .toList();
  }

  private static void addSome(List<String> lines, List<String> more) {
    lines.addAll(more.subList(0, Math.min(MAX_LINES, more.size())));
    if (more.size() > MAX_LINES) {
      lines.add("and " + (more.size() - MAX_LINES) + " more: plan_json=FILE has them all");
    }
  }

  private static List<String> table(RestorePlan plan) {
    List<Action> columns =
        List.of(Action.values()).stream()
            .filter(action -> plan.calendars().stream().anyMatch(c -> count(c).containsKey(action)))
            .toList();
    List<String> head = new ArrayList<>(List.of("CALENDAR", "INTO"));
    columns.forEach(action -> head.add(action.word().toUpperCase(java.util.Locale.ROOT)));
    List<List<String>> rows = new ArrayList<>();
    for (CalendarPlan calendar : plan.calendars()) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  calendar.path().equals("/") ? "(this folder)" : calendar.path().substring(1),
                  into(calendar)));
      Map<Action, Integer> count = count(calendar);
      columns.forEach(action -> row.add(String.valueOf(count.getOrDefault(action, 0))));
      rows.add(row);
    }
    return Columns.lines(head, rows);
  }

  private static String into(CalendarPlan calendar) {
    if (calendar.isLeftOut() || calendar.target() == null) {
      return "-";
    }
    return Percent.decode(Hrefs.path(calendar.target().url()))
        + (calendar.there() == null ? " (new)" : "");
  }

  private static Map<Action, Integer> count(CalendarPlan calendar) {
    Map<Action, Integer> count = new EnumMap<>(Action.class);
    for (ObjectPlan object : calendar.objects()) {
      count.merge(object.action(), 1, Integer::sum);
      if (object.action() != Action.LEFT_OUT) { // else so are they
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

  /** Its path, and what it is where its file holds several. */
  private static String name(RestorePlan plan, ObjectPlan object) {
    boolean isOneOfMany = object.answer() != null && object.answer().made() > 1;
    return object.path() + (isOneOfMany ? ": " + plan.label(object) : "");
  }

  private static List<String> lines(String word, List<Causes.Cause> causes) {
    return causes.stream()
        .map(cause -> word + Causes.subject(cause.names(), "files") + ": " + cause.sentence())
        .toList();
  }

  private static List<String> singles(RestorePlan plan) {
    List<String> lines = new ArrayList<>();
    Causes refused = new Causes();
    for (CalendarPlan calendar : plan.calendars()) {
      if (calendar.refusal() != null) {
        lines.add("refused  " + calendar.path() + ": " + calendar.refusal());
        continue;
      }
      if (!calendar.changedProperties().isEmpty()) {
        lines.add(
            "set      " + calendar.path() + ": " + String.join(", ", calendar.changedProperties()));
      }
      for (ObjectPlan object : calendar.objects()) {
        boolean isPlain =
            (object.action() == Action.CREATE && object.reason() == null)
                || object.action() == Action.EQUAL
                || object.action() == Action.LEFT_OUT
                || object.action() == Action.JOINED
                || object.action() == Action.SUPERSEDED
                || object.action() == Action.REPEATED;
        if (object.action() == Action.REFUSED) {
          refused.add(name(plan, object), object.reason());
        } else if (!isPlain) {
          lines.add(
              "%-8s %s%s"
                  .formatted(
                      object.action().word(),
                      object.path(),
                      object.reason() == null ? "" : ": " + object.reason()));
        }
      }
    }
    lines.addAll(lines("refused  ", refused.alike()));
    return lines;
  }
}
