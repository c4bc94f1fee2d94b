package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.http.Account;
import caldavbackup.text.Columns;
import caldavbackup.text.Failure;
import caldavbackup.text.Percent;
import caldavbackup.text.Shown;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/** Bean {@code caldavReport}: the plan and the result of a restore as text. */
public final class PlanReport {
  /**
   * Returns the plan of the exchange as a table with additional lines; an empty string if the
   * exchange has a taker of {@link JsonReport}.
   */
  public String plan(Exchange exchange) throws Failure {
    return tellAsJson(exchange) ? "" : plan(PlanSteps.plan(exchange));
  }

  /** Returns the result: one line for each calendar, and the differences from the plan. */
  public String outcome(Exchange exchange) throws Failure {
    return tellAsJson(exchange) ? "" : outcome(PlanSteps.plan(exchange));
  }

  /** Delivers the JSON report to its taker, once; returns whether there is or was a taker. */
  static boolean tellAsJson(Exchange exchange) throws Failure {
    Object taker = exchange.removeProperty(JsonReport.TAKER);
    if (taker != null) {
      boolean isDryRun = Account.of(exchange).options().restore().dryRun();
      JsonReport.write(PlanSteps.plan(exchange), taker, isDryRun);
    }
    return taker != null;
  }

  static String plan(RestorePlan plan) {
    List<String> lines = new ArrayList<>(table(plan));
    lines.addAll(new PlanLines(plan).ofPlan().some());
    lines.addAll(SiblingLines.of(plan, true));
    lines.addAll(plan.notes());
    addTotals(lines, plan);
    lines.add("nothing was written (dry_run)");
    return String.join("\n", lines);
  }

  static String outcome(RestorePlan plan) {
    List<String> lines = new ArrayList<>(table(plan));
    int reworded = 0;
    for (ObjectPlan object : plan.objects()) {
      reworded += object.isReworded() ? 1 : 0;
    }
    lines.addAll(elsewhere(plan));
    lines.addAll(new PlanLines(plan).ofOutcome().some());
    lines.addAll(SiblingLines.of(plan, false));
    lines.addAll(plan.notes());
    if (reworded > 0) {
      lines.add(
          reworded == 1
              ? "the server rewrote 1 object; its content is the same"
              : "the server rewrote %d objects; their content is the same".formatted(reworded));
    }
    addTotals(lines, plan);
    return String.join("\n", lines);
  }

  private static void addTotals(List<String> lines, RestorePlan plan) {
    String totals = PlanTotals.of(plan).line();
    if (totals != null) {
      lines.add(totals);
    }
  }

  /** Returns where objects went that their calendar does not accept. */
  private static List<String> elsewhere(RestorePlan plan) {
    Map<String, Integer> parts = new TreeMap<>();
    for (CalendarPlan calendar : plan.calendars()) {
      for (ObjectPlan object : calendar.objects()) {
        Calendar to = object.written() == null ? null : object.written().calendar();
        if (to != null && !Hrefs.same(to.url(), calendar.target().url())) {
          String part =
              Hrefs.path(to.url())
                  + ", because "
                  + Shown.path(calendar.path())
                  + " does not accept them";
          parts.merge(part, 1, Integer::sum);
        }
      }
    }
    return parts.entrySet().stream()
        .map(
            part ->
                part.getValue()
                    + (part.getValue() == 1 ? " object is in " : " objects are in ")
                    + part.getKey())
        .toList();
  }

  private static List<String> table(RestorePlan plan) {
    List<Action> columns =
        List.of(Action.values()).stream()
            .filter(
                action ->
                    plan.calendars().stream()
                        .anyMatch(c -> PlanTotals.count(c).containsKey(action)))
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
      Map<Action, Integer> count = PlanTotals.count(calendar);
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
}
