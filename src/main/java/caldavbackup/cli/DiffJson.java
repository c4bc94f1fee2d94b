package caldavbackup.cli;

import caldavbackup.ical.ObjectChanges.Change;
import caldavbackup.ical.ObjectFacts;
import caldavbackup.restore.plan.Difference;
import caldavbackup.restore.plan.Difference.Kind;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * The differences for programs: one JSON object per line, as in {@code schema/diff.schema.json}.
 */
final class DiffJson {
  private final JsonOutput out;

  DiffJson(JsonOutput out) {
    this.out = out;
  }

  void print(Differences all, String first, String second) {
    all.byCalendar().values().stream().flatMap(List::stream).forEach(this::print);
    all.unread().forEach(this::print);
    ObjectNode end = JsonNodeFactory.instance.objectNode().put("type", "summary");
    end.put("first", first);
    end.put("second", second);
    for (Kind kind : Kind.values()) {
      end.put(word(kind), kind == Kind.UNREAD ? all.unread().size() : all.count(kind));
    }
    out.accept(end);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void print(Difference one) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", word(one.kind()));
    node.put("calendar", one.calendar());
    node.put("calendar_name", one.calendarName());
    node.put("path", one.path());
    ObjectFacts facts = one.facts();
    if (facts != null) {
      node.put("uid", facts.uid());
      node.put("component", facts.component());
      node.put("summary", facts.summary());
      node.put("start", facts.start());
      node.put("timezone", facts.timezone());
      node.put("due", facts.due());
      node.put("rrule", facts.rrule());
    }
    if (!one.changes().isEmpty()) {
      ArrayNode changes = node.putArray("changes");
      for (Change change : one.changes().all()) {
        changes
            .addObject()
            .put("occurrence", change.occurrence())
            .put("property", change.property())
            .put("old", change.before())
            .put("new", change.after());
      }
    }
    if (one.sentence() != null) {
      node.put("message", one.sentence());
    }
    out.accept(node);
  }
}
