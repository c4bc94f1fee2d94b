package caldavbackup.view;

import caldavbackup.ical.ComponentType;
import caldavbackup.ical.ContentLine;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The data of one component on the page: an event, an override of an occurrence, a task or a
 * journal.
 */
final class Item {
  private static final int LONGEST_LINE = 1_000;
  private static final int LONGEST_TEXT = 20_000;
  private static final int MOST_PEOPLE = 500;
  private static final Map<String, String> STATES =
      Map.of(
          "TENTATIVE", "tentative",
          "CANCELLED", "cancelled",
          "NEEDS-ACTION", "to do",
          "IN-PROCESS", "in progress",
          "COMPLETED", "done",
          "DRAFT", "draft");
  private static final Set<String> OVER = Set.of("COMPLETED", "CANCELLED");

  private final Component component;

  Item(Component component) {
    this.component = component;
  }

  /** Returns whether the page shows components of this type. */
  static boolean isShown(Component component) {
    return ComponentType.CARRIERS.contains(component.type());
  }

  /** Returns the word for its type: event, task or journal. */
  String kind() {
    return ComponentType.noun(component.type());
  }

  /** Writes it as a JSON object. Empty members are left out. */
  void write(JsonGenerator json, int object) throws IOException {
    json.writeStartObject();
    json.writeNumberField("object", object);
    json.writeStringField("kind", kind());
    String title = component.text("SUMMARY");
    put(json, "title", title == null ? "(no title)" : title.replaceAll("\\s+", " "));
    put(json, "place", component.text("LOCATION"));
    String text = component.text("DESCRIPTION");
    if (text != null) {
      json.writeStringField("text", IcalText.cut(text, LONGEST_TEXT));
    }
    put(json, "repeats", repeats());
    put(json, "state", state());
    String status = word("STATUS");
    if (OVER.contains(status) || component.line("COMPLETED") != null) {
      json.writeBooleanField(kind().equals("task") ? "done" : "cancelled", true);
    }
    put(json, "zone", zone());
    if (kind().equals("task")
        && component.line("DUE") == null
        && component.line("DURATION") == null) {
      json.writeStringField("when", "Starts");
    }
    people(json);
    strings(
        json,
        "reminders",
        component.parts().stream()
            .filter(part -> part.type().equals("VALARM"))
            .map(Reminder::of)
            .toList());
    strings(json, "attachments", component.all("ATTACH").stream().map(Item::attachment).toList());
    put(json, "categories", categories());
    put(json, "link", component.value("URL"));
    json.writeEndObject();
  }

  private void people(JsonGenerator json) throws IOException {
    ContentLine organizer = component.line("ORGANIZER");
    put(json, "organizer", organizer == null ? null : Person.of(organizer).who());
    List<ContentLine> attendees = component.all("ATTENDEE");
    if (attendees.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("people");
    for (ContentLine line : attendees.subList(0, Math.min(MOST_PEOPLE, attendees.size()))) {
      Person person = Person.of(line);
      json.writeStartArray();
      json.writeString(IcalText.cut(person.who(), LONGEST_LINE));
      json.writeString(person.answer());
      json.writeEndArray();
    }
    if (attendees.size() > MOST_PEOPLE) {
      json.writeStartArray();
      json.writeString("and " + (attendees.size() - MOST_PEOPLE) + " more");
      json.writeString("");
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private String repeats() {
    List<String> words = new ArrayList<>();
    component.all("RRULE").forEach(rule -> words.add(RecurrenceWords.of(rule.value())));
    int more = dates("RDATE");
    if (more > 0) {
      words.add((words.isEmpty() ? "on " : "and on ") + count(more, " more date"));
    }
    int less = dates("EXDATE");
    if (less > 0) {
      words.add("except on " + count(less, " date"));
    }
    if (component.line("RECURRENCE-ID") != null) {
      words.add(0, "one of a series, changed for this date");
    }
    return words.isEmpty() ? null : String.join(", ", words);
  }

  private int dates(String name) {
    return component.all(name).stream().mapToInt(line -> line.value().split(",").length).sum();
  }

  private static String count(int number, String noun) {
    return number + noun + (number == 1 ? "" : "s");
  }

  private String state() {
    List<String> words = new ArrayList<>();
    String status = STATES.get(word("STATUS"));
    if (status == null && kind().equals("task")) {
      status = component.line("COMPLETED") == null ? "to do" : "done";
    }
    add(words, status);
    String percent = component.value("PERCENT-COMPLETE");
    if (percent != null && percent.strip().matches("[1-9]\\d?")) {
      words.add(percent.strip() + " %");
    }
    add(
        words,
        switch (word("PRIORITY")) {
          case "1", "2", "3", "4" -> "high priority";
          case "6", "7", "8", "9" -> "low priority";
          default -> null;
        });
    add(
        words,
        switch (word("CLASS")) {
          case "PRIVATE" -> "private";
          case "CONFIDENTIAL" -> "confidential";
          default -> null;
        });
    return words.isEmpty() ? null : String.join(", ", words);
  }

  private static void add(List<String> words, String word) {
    if (word != null) {
      words.add(word);
    }
  }

  private String zone() {
    ContentLine due = component.line("DUE");
    ContentLine time = due == null ? component.line("DTSTART") : due;
    if (time == null) {
      return null;
    }
    return time.value().strip().endsWith("Z") ? "UTC" : time.parameter("TZID");
  }

  private String categories() {
    List<String> all = new ArrayList<>();
    component
        .all("CATEGORIES")
        .forEach(
            line -> {
              for (String one : line.value().split("(?<!\\\\),")) {
                all.add(IcalText.of(one).strip());
              }
            });
    return all.isEmpty() ? null : String.join(", ", all);
  }

  private static String attachment(ContentLine line) {
    String name = line.parameter("FILENAME");
    boolean isInline = "BINARY".equalsIgnoreCase(line.parameter("VALUE"));
    String where =
        isInline
            ? "in the event, about " + line.value().length() * 3L / 4 + " bytes"
            : line.value();
    return IcalText.cut(
        name == null ? where : IcalText.ofParameter(name) + ": " + where, LONGEST_LINE);
  }

  private String word(String name) {
    String value = component.value(name);
    return value == null ? "" : value.strip().toUpperCase(Locale.ROOT);
  }

  private static void put(JsonGenerator json, String name, String text) throws IOException {
    if (text != null && !text.isBlank()) {
      json.writeStringField(name, IcalText.cut(text, LONGEST_LINE));
    }
  }

  private static void strings(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
  }
}
