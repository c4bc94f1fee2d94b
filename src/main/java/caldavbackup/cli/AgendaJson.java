package caldavbackup.cli;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.Entry;
import caldavbackup.contents.Hits;
import caldavbackup.contents.Occurrence;
import caldavbackup.contents.Problem;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The agenda for programs: one JSON object per line, as in {@code schema/agenda.schema.json}. */
final class AgendaJson implements Listed {
  private final JsonOutput out;

  AgendaJson(JsonOutput out) {
    this.out = out;
  }

  @Override
  public void agenda(Agenda agenda, String text, boolean isDefault) {
    agenda.occurrences().forEach(one -> out.accept(occurrence("occurrence", one.entry(), one)));
    if (isDefault) {
      agenda.overdue().forEach(one -> out.accept(occurrence("overdue", one.entry(), one)));
    }
    agenda.undated().forEach(one -> out.accept(occurrence("undated", one, null)));
    ObjectNode end = node("summary");
    end.put("since", agenda.range().since().toString());
    end.put("until", agenda.range().until().toString());
    end.put("timezone", agenda.range().zone().getId());
    end.put("text", text);
    end.put("shown", agenda.occurrences().size());
    end.put("before", agenda.before());
    end.put("after", agenda.after());
    out.accept(end);
  }

  @Override
  public void hits(Hits hits, String text, ZoneId zone) {
    for (Hits.Hit hit : hits.all()) {
      ObjectNode node = occurrence("match", hit.entry(), hit.occurrence());
      node.put("is_over", hit.isOver());
      out.accept(node);
    }
    ObjectNode end = node("summary");
    end.putNull("since");
    end.putNull("until");
    end.put("timezone", zone.getId());
    end.put("text", text);
    end.put("shown", hits.all().size());
    out.accept(end);
  }

  @Override
  public void remarks(List<Problem> notes, List<Problem> problems) {
    notes.forEach(one -> out.accept(remark("note", one)));
    problems.forEach(one -> out.accept(remark("problem", one)));
  }

  private static ObjectNode remark(String type, Problem problem) {
    return node(type).put("path", problem.path()).put("message", problem.sentence());
  }

  private static ObjectNode node(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode occurrence(String type, Entry entry, Occurrence one) {
    ObjectNode node = node(type);
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
}
