package caldavbackup.view;

import caldavbackup.contents.Entry;
import caldavbackup.contents.FolderContents;
import caldavbackup.contents.Occurrence;
import caldavbackup.contents.Problem;
import caldavbackup.contents.StoredCalendar;
import caldavbackup.contents.StoredObject;
import caldavbackup.ical.FileText;
import caldavbackup.text.Reason;
import caldavbackup.text.ShellWord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The content of a page as JSON. Items are components; times are their occurrences. The page's
 * {@code times.js} describes the format of a time.
 */
final class PageData {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd");
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
  private static final DateTimeFormatter WRITTEN_DATE = DateTimeFormatter.BASIC_ISO_DATE;
  private static final DateTimeFormatter WRITTEN_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().characterEscapes(new NoMarkup()).build();

  private final FolderContents contents;
  private final Instant now;
  private final ZoneId zone;
  private final PageTimes times;
  private final List<String> unread = new ArrayList<>();
  private final List<Occurrence> ofItems = new ArrayList<>();
  private final List<Integer> items = new ArrayList<>();

  /**
   * Collects the data of a folder.
   *
   * @param now when the page is made
   * @param zone the time zone of the user
   */
  PageData(FolderContents contents, Instant now, ZoneId zone) {
    this.contents = contents;
    this.now = now;
    this.zone = zone;
    this.times = PageTimes.of(contents, now, zone);
  }

  /** Returns the title of the page. */
  String title() {
    var name = contents.folder().toAbsolutePath().normalize().getFileName();
    return "Calendar backup: " + (name == null ? "/" : name);
  }

  /** Returns the number of calendars, events, tasks and journals, in words. */
  String counts() {
    List<String> words = new ArrayList<>();
    words.add(count(contents.calendars().size(), "calendar"));
    words.add(count(objects("VEVENT"), "event"));
    Stream.of("VTODO task", "VJOURNAL journal")
        .map(both -> both.split(" "))
        .filter(both -> objects(both[0]) > 0)
        .forEach(both -> words.add(count(objects(both[0]), both[1])));
    return String.join(", ", words);
  }

  /** Returns what cannot be read or is missing from the backup, a line each. */
  List<String> problems() {
    return Stream.concat(contents.problems().stream().map(Problem::line), unread.stream())
        .distinct()
        .toList();
  }

  /** Returns what is shown differently than expected or not completely, a line each. */
  List<String> notes() {
    return Stream.concat(times.problems().stream(), contents.notes().stream())
        .map(Problem::line)
        .distinct()
        .toList();
  }

  private int objects(String component) {
    return contents.calendars().stream()
        .mapToInt(
            calendar ->
                (int)
                    calendar.objects().stream()
                        .filter(object -> component.equals(object.component()))
                        .count())
        .sum();
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Writes the JSON. */
  void writeTo(Writer out) throws IOException {
    JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeStringField("restore", "caldav restore " + folderWord() + " LOCATION");
    calendars(json);
    objects(json);
    items(json);
    times(json);
    json.writeStringField(
        "about",
        "The backup in %s: %s. This page was made on %s."
            .formatted(
                contents.folder().toAbsolutePath().normalize(),
                counts(),
                SHOWN.format(now.atZone(zone))));
    json.writeStringField("limits", times.limits());
    notes(json);
    json.writeEndObject();
    json.flush();
  }

  private String folderWord() {
    String folder = contents.folder().toAbsolutePath().normalize().toString();
    return ShellWord.isShown(folder) ? ShellWord.of(folder) : "FOLDER";
  }

  private void calendars(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("calendars");
    int index = 0;
    for (StoredCalendar calendar : contents.calendars()) {
      json.writeStartObject();
      json.writeStringField("name", calendar.label());
      json.writeStringField("color", Colors.of(calendar.color(), index++));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void objects(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("objects");
    for (int i = 0; i < contents.calendars().size(); i++) {
      for (StoredObject object : contents.calendars().get(i).objects()) {
        json.writeStartObject();
        json.writeNumberField("calendar", i);
        json.writeStringField("path", object.path());
        if (object.uid() != null) {
          json.writeStringField("uid", object.uid());
        }
        String only = only(object);
        if (!("only=" + object.path()).equals(only)) {
          json.writeStringField("only", only);
        }
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  /**
   * Returns the argument of a command that selects the object; null if no such argument can be
   * shown.
   */
  private static String only(StoredObject object) {
    return Stream.of(object.selector(), object.uid())
        .filter(Objects::nonNull)
        .filter(ShellWord::isShown)
        .map(word -> ShellWord.of("only=" + word))
        .findFirst()
        .orElse(null);
  }

  private void items(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("items");
    int object = 0;
    int item = 0;
    for (StoredCalendar calendar : contents.calendars()) {
      for (StoredObject stored : calendar.objects()) {
        List<Component> components = components(stored);
        List<Occurrence> left = new ArrayList<>(times.of(stored));
        for (Component component : components) {
          for (Occurrence one : left) {
            if (isOf(component, one.entry())) {
              ofItems.add(one);
              items.add(item);
            }
          }
          left.removeIf(one -> isOf(component, one.entry()));
          new Item(component).write(json, object);
          item++;
        }
        object++;
      }
    }
    json.writeEndArray();
  }

  private List<Component> components(StoredObject object) {
    try {
      return Component.of(FileText.of(object.bytes()).bytes()).stream()
          .filter(Item::isShown)
          .toList();
    } catch (IOException e) {
      unread.add(object.path() + ": cannot be read: " + Reason.of(e));
      return List.of();
    }
  }

  /** Returns whether an entry was read from this component: both have the same times. */
  private static boolean isOf(Component component, Entry entry) {
    Entry.Moment instead = entry.when().instead();
    Entry.Moment start = entry.when().start();
    return component.type().equals(entry.component())
        && (instead == null) == (component.line("RECURRENCE-ID") == null)
        && (instead == null || isWritten(component, "RECURRENCE-ID", instead))
        && (start == null || isWritten(component, "DTSTART", start));
  }

  private static boolean isWritten(Component component, String property, Entry.Moment moment) {
    String value = component.value(property);
    DateTimeFormatter form = moment.isDate() ? WRITTEN_DATE : WRITTEN_TIME;
    return value != null
        && value.strip().toUpperCase(Locale.ROOT).startsWith(form.format(moment.time()));
  }

  private void times(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("times");
    for (int i = 0; i < items.size(); i++) {
      time(json, items.get(i), ofItems.get(i));
    }
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, int item, Occurrence one) throws IOException {
    json.writeStartArray();
    json.writeNumber(item);
    if (one.isAllDay() || one.zone().isFloating()) {
      DateTimeFormatter form = one.isAllDay() ? DATE : LOCAL;
      json.writeString(form.format(one.start()));
      json.writeString(form.format(one.end()));
    } else {
      json.writeNumber(one.begins().getEpochSecond());
      json.writeNumber(one.ends().getEpochSecond());
      long offset = offset(one.start(), one.begins());
      json.writeNumber(offset);
      if (offset(one.end(), one.ends()) != offset) {
        json.writeNumber(offset(one.end(), one.ends()));
      }
    }
    json.writeEndArray();
  }

  /** Returns how many minutes a clock is ahead of UTC. */
  private static long offset(LocalDateTime clock, Instant instant) {
    return Duration.between(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), clock).toMinutes();
  }

  private void notes(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("notes");
    List<String> problems = problems();
    note(json, count(problems.size(), "problem") + ": the backup is incomplete", problems);
    note(json, count(notes().size(), "note"), notes());
    json.writeEndArray();
  }

  private static void note(JsonGenerator json, String title, List<String> lines)
      throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    json.writeStartObject();
    json.writeStringField("title", title);
    json.writeArrayFieldStart("lines");
    for (String line : lines) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
