package caldavbackup.cli;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.Entry;
import caldavbackup.contents.Hits;
import caldavbackup.contents.Occurrence;
import caldavbackup.contents.Problem;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The agenda for programs: one JSON object per line, as in {@code schema/agenda.schema.json}. */
final class AgendaJson implements Listed {
  private final PrintStream out;
  private final List<Problem> ofFolder;

  /**
   * Prints an agenda.
   *
   * @param ofFolder files of the folder that cannot be read
   */
  AgendaJson(PrintStream out, List<Problem> ofFolder) {
    this.out = out;
    this.ofFolder = ofFolder;
  }

  @Override
  public void agenda(Agenda agenda, String text, boolean isDefault) {
    agenda.occurrences().forEach(one -> print(occurrence("occurrence", one.entry(), one)));
    if (isDefault) {
      agenda.overdue().forEach(one -> print(occurrence("overdue", one.entry(), one)));
    }
    agenda.undated().forEach(one -> print(occurrence("undated", one, null)));
    problems(agenda.problems());
    ObjectNode end = node("end");
    end.put("since", agenda.range().since().toString());
    end.put("until", agenda.range().until().toString());
    end.put("timezone", agenda.range().zone().getId());
    end.put("text", text);
    end.put("shown", agenda.occurrences().size());
    end.put("before", agenda.before());
    end.put("after", agenda.after());
    print(end);
  }

  @Override
  public void hits(Hits hits, String text, ZoneId zone) {
    for (Hits.Hit hit : hits.all()) {
      ObjectNode node = occurrence("match", hit.entry(), hit.occurrence());
      node.put("is_over", hit.isOver());
      print(node);
    }
    problems(hits.problems());
    ObjectNode end = node("end");
    end.putNull("since");
    end.putNull("until");
    end.put("timezone", zone.getId());
    end.put("text", text);
    end.put("shown", hits.all().size());
    print(end);
  }

  private void problems(List<Problem> problems) {
    List<Problem> all = new ArrayList<>(ofFolder);
    all.addAll(problems);
    for (Problem problem : all) {
      ObjectNode node = node("problem");
      node.put("path", problem.path());
      node.put("sentence", problem.sentence());
      print(node);
    }
  }

  private static ObjectNode node(String kind) {
    return JsonNodeFactory.instance.objectNode().put("kind", kind);
  }

  private static ObjectNode occurrence(String kind, Entry entry, Occurrence one) {
    ObjectNode node = node(kind);
    node.put("calendar", entry.object().calendar().name());
    node.put("calendar_name", entry.object().calendar().label());
    node.put("path", entry.object().path());
    node.put("uid", entry.object().uid());
    node.put("component", entry.component());
    node.put("summary", entry.text().summary());
    node.put("start", one == null ? null : iso(one.start(), one.isAllDay()));
    node.put("end", one == null ? null : iso(one.end(), one.isAllDay()));
    node.put("all_day", one != null && one.isAllDay());
    node.put("timezone", one == null ? null : one.zone().id());
    node.put("utc", one == null || one.isAllDay() ? null : one.begins().toString());
    node.put("rrule", entry.when().rules().stream().findFirst().orElse(null));
    node.put(
        "recurrence_id",
        one == null || one.original() == null ? null : iso(one.original(), one.isAllDay()));
    node.put("location", entry.text().location());
    node.put("description", entry.text().description());
    node.put("status", entry.text().status());
    node.put("open", entry.component().equals("VTODO") ? entry.isOpenTask() : null);
    ArrayNode people = node.putArray("people");
    for (Entry.Person person : entry.text().people()) {
      people.addObject().put("name", person.name()).put("address", person.address());
    }
    node.put("only", entry.object().selector());
    return node;
  }

  private static String iso(LocalDateTime time, boolean isDate) {
    return isDate
        ? time.toLocalDate().toString()
        : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  private void print(ObjectNode node) {
    out.println(node);
  }
}
