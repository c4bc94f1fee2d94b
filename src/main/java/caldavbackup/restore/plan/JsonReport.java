package caldavbackup.restore.plan;

import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.ObjectFacts;
import caldavbackup.webdav.Hrefs;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The plan or the result of a restore as a sequence of JSON objects: one for each calendar, one for
 * each object, one for each file with an error, and a summary. {@code
 * schema/restore-report.schema.json} describes them.
 */
public final class JsonReport {
  /**
   * Exchange property: a {@code Consumer} of {@link ObjectNode}s that receives the report instead
   * of the text. Each object is delivered once, when it is final.
   */
  public static final String TAKER = "CamelCaldavJsonReport";

  private final RestorePlan plan;
  private final Consumer<ObjectNode> taker;

  private JsonReport(RestorePlan plan, Consumer<ObjectNode> taker) {
    this.plan = plan;
    this.taker = taker;
  }

  /**
   * Delivers the report.
   *
   * @param taker a {@code Consumer} of {@link ObjectNode}s
   * @param isDryRun whether nothing is written
   */
  @SuppressWarnings("unchecked")
  static void write(RestorePlan plan, Object taker, boolean isDryRun) {
    new JsonReport(plan, (Consumer<ObjectNode>) taker).write(isDryRun);
  }

  private void write(boolean isDryRun) {
    for (CalendarPlan calendar : plan.calendars()) {
      taker.accept(calendar(calendar));
      for (ObjectPlan object : calendar.objects()) {
        taker.accept(object(calendar, object));
      }
    }
    plan.fileProblems().forEach((path, why) -> taker.accept(problem(path, why)));
    taker.accept(summary(isDryRun));
  }

  private static ObjectNode node(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static String folder(CalendarPlan calendar) {
    return relative(calendar.path());
  }

  private static String relative(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private static ObjectNode calendar(CalendarPlan calendar) {
    ObjectNode line = node("calendar");
    line.put("calendar", folder(calendar));
    line.put("calendar_name", calendar.title());
    line.put("target", calendar.target() == null ? null : Hrefs.path(calendar.target().url()));
    line.put("new", !calendar.isLeftOut() && calendar.there() == null);
    line.put("left_out", calendar.isLeftOut());
    line.put("refused", calendar.refusal());
    line.putArray("properties");
    calendar.changedProperties().forEach(line.withArray("properties")::add);
    counts(line, PlanTotals.count(calendar));
    return line;
  }

  private static void counts(ObjectNode line, Map<Action, Integer> counts) {
    ObjectNode actions = line.putObject("actions");
    counts.forEach((action, many) -> actions.put(word(action), many));
  }

  private static String word(Action action) {
    return action.word().replace(' ', '_');
  }

  private ObjectNode object(CalendarPlan calendar, ObjectPlan object) {
    ObjectFacts facts = plan.facts(object);
    ObjectNode line = node("object");
    line.put("calendar", folder(calendar));
    line.put("calendar_name", calendar.title());
    line.put("path", object.isOfSnapshot() ? relative(object.path()) : null);
    line.put("uid", object.uid() == null ? facts.uid() : object.uid());
    line.put("component", facts.component());
    line.put("summary", facts.summary());
    line.put("start", facts.start());
    line.put("timezone", facts.timezone());
    line.put("rrule", facts.rrule());
    line.put("action", object.action() == null ? null : word(object.action()));
    line.put("reason", object.reason());
    line.put("href", object.there() == null ? null : object.there().href());
    line.putArray("changes");
    for (ObjectChanges.Change change : plan.changes(object).all()) {
      line.withArray("changes")
          .addObject()
          .put("occurrence", change.occurrence())
          .put("property", change.property())
          .put("old", change.before())
          .put("new", change.after());
    }
    return line;
  }

  private static ObjectNode problem(String path, String why) {
    return node("problem").put("path", relative(path)).put("message", why);
  }

  private ObjectNode summary(boolean isDryRun) {
    PlanTotals totals = PlanTotals.of(plan);
    ObjectNode line = node("summary").put("dry_run", isDryRun);
    line.put("events", totals.types().get("VEVENT"));
    line.put("tasks", totals.types().get("VTODO"));
    line.put("journals", totals.types().get("VJOURNAL"));
    line.put("others", totals.types().get(""));
    counts(line, totals.actions());
    int written = 0;
    for (ObjectPlan object : plan.objects()) {
      written += object.written() == null ? 0 : 1;
    }
    line.put("written", written);
    line.putArray("notes");
    plan.notes().forEach(line.withArray("notes")::add);
    return line;
  }
}
