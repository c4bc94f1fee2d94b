package caldavbackup.ical;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in an iCalendar file its calendars and their components stand. Any bytes have an outline: a
 * component without its END is there, but not whole; text that belongs to nothing is stray.
 */
final class Outline {
  private static final String CALENDAR = "VCALENDAR";
  private static final String TIMEZONE = "VTIMEZONE";
  private static final String MARKED_BEGIN =
      "\uFEFFBEGIN"; // where files with such a mark are joined
  private static final byte BYTE_ORDER_MARK = (byte) 0xEF; // the first of three
  private static final Pattern TZID =
      Pattern.compile("TZID=(?:\"([^\"]*)|([^;]*))", Pattern.CASE_INSENSITIVE);

  /** Some lines, from one offset to another. */
  static class Span {
    final int line;
    final int start;
    int end;

    Span(int line, int start, int end) {
      this.line = line;
      this.start = start;
      this.end = end;
    }
  }

  /** A VCALENDAR, with what all of its objects share; end is null when it has none. */
  static final class Calendar {
    final Span begin;
    final List<Span> properties = new ArrayList<>();
    final Map<String, Component> timezones = new HashMap<>();
    Span end;

    Calendar(Span begin) {
      this.begin = begin;
    }
  }

  /** A component that stands directly in a calendar, with all that is in it. */
  static final class Component extends Span {
    final Calendar calendar;
    final String type;
    final Set<String> timezones = new HashSet<>();
    boolean whole;

    /** Its UID, or the TZID of a time zone; blank when it has none. */
    String id = "";

    /** The line that says so; of no length, behind the first line, when there is none. */
    Span idLine;

    Component(Calendar calendar, String type, Span begin) {
      super(begin.line, begin.start, begin.end);
      this.calendar = calendar;
      this.type = type;
      this.idLine = new Span(begin.line, begin.end, begin.end);
    }

    private boolean hasIdLine() {
      return idLine.start < idLine.end;
    }

    boolean isTimezone() {
      return type.equals(TIMEZONE);
    }

    boolean isCarrier() {
      return ComponentType.CARRIERS.contains(type);
    }

    boolean needsUid() {
      return id.isBlank() && !isTimezone();
    }

    /** Whether one of this type never stands in this one: then this one's END is missing. */
    private boolean neverHolds(String inner) {
      return (isCarrier() || isTimezone())
          && (ComponentType.CARRIERS.contains(inner) || inner.equals(TIMEZONE));
    }
  }

  final byte[] bytes;
  final List<Calendar> calendars = new ArrayList<>();

  /** All but the time zones. */
  final List<Component> components = new ArrayList<>();

  /** By TZID, the first of each. */
  final Map<String, Component> timezones = new HashMap<>();

  final List<Component> unended = new ArrayList<>();
  final List<Span> stray = new ArrayList<>();

  /** What the file says of the collection: the first value of each property. */
  final Map<String, String> collection = new HashMap<>();

  private final Deque<String> within = new ArrayDeque<>();
  private Calendar calendar;
  private Component component;
  private Span last;
  private boolean hasMethod;

  Outline(byte[] bytes) {
    this.bytes = bytes;
    int number = 1;
    for (ContentLine line : ContentLine.of(bytes)) {
      boolean marked = line.name().equals(MARKED_BEGIN);
      int mark = marked && bytes[line.start()] == BYTE_ORDER_MARK ? 3 : 0;
      read(line, marked ? "BEGIN" : line.name(), new Span(number, line.start() + mark, line.end()));
      for (int i = line.start(); i < line.end(); i++) {
        number += bytes[i] == '\n' ? 1 : 0;
      }
    }
    leave();
  }

  /** Whether there is nothing to split: all components of the one calendar have the same UID. */
  boolean isOneObject() {
    String uid = firstUid();
    return calendars.size() == 1
        && !hasMethod
        && !components.isEmpty()
        && components.stream().allMatch(c -> c.needsUid() ? !c.isCarrier() : c.id.equals(uid));
  }

  String firstUid() {
    return components.stream().filter(c -> !c.needsUid()).map(c -> c.id).findFirst().orElse(null);
  }

  private void read(ContentLine line, String name, Span span) {
    boolean begins = name.equals("BEGIN");
    boolean ends = name.equals("END");
    String word = begins || ends ? line.value().strip().toUpperCase(Locale.ROOT) : "";
    if (begins && word.equals(CALENDAR)) {
      leave();
      calendar = new Calendar(span);
      calendars.add(calendar);
      last = span;
    } else if (ends && word.equals(CALENDAR) && calendar != null) {
      leave();
      calendar.end = span;
      calendar = null;
      last = span;
    } else if (component != null && !(begins && component.neverHolds(word))) {
      component.end = span.end;
      inside(line, name, word, span);
    } else if (calendar != null && begins) {
      leave();
      enter(new Component(calendar, word, span));
    } else if (calendar != null && name.isEmpty()) {
      last.end = span.end; // empty, or the rest of a line that was torn by an empty one
    } else if (calendar == null || ends) {
      if (!name.isEmpty() || !line.value().isEmpty()) {
        stray(span);
      }
    } else {
      property(line, name, span);
    }
  }

  private void enter(Component begun) {
    component = begun;
    within.push(begun.type);
    last = begun;
    if (!begun.isTimezone()) {
      components.add(begun);
    }
  }

  private void leave() {
    if (component != null) {
      unended.add(component);
    }
    component = null;
    within.clear();
  }

  private void inside(ContentLine line, String name, String word, Span span) {
    timezones(line, name, component.timezones);
    if (name.equals("BEGIN")) {
      within.push(word);
    } else if (name.equals("END") && within.contains(word)) {
      while (!within.pop().equals(word)) {
        // its own END is missing
      }
      if (within.isEmpty()) {
        end();
      }
    } else if (within.size() == 1 && !component.hasIdLine()) {
      if (name.equals(component.isTimezone() ? "TZID" : "UID")) {
        component.id = value(line);
        component.idLine = span;
      }
    } else if (name.isEmpty() && component.id.isBlank() && component.idLine.end == span.start) {
      component.id = value(line); // the rest of that line, torn off by an empty one
    }
  }

  private void end() {
    component.whole = true;
    if (component.isTimezone()) {
      calendar.timezones.putIfAbsent(timezone(component.id), component);
      timezones.putIfAbsent(timezone(component.id), component);
    }
    component = null;
  }

  private void property(ContentLine line, String name, Span span) {
    if (name.equals("METHOD")) {
      hasMethod = true;
    } else if (!CalendarLabel.isAbout(name)) {
      calendar.properties.add(span);
    } else if (!line.value().isBlank()) {
      collection.putIfAbsent(name, line.value());
    }
    last = span;
  }

  private void stray(Span span) {
    if (!stray.isEmpty() && stray.get(stray.size() - 1) == last) {
      last.end = span.end;
    } else {
      stray.add(span);
      last = span;
    }
  }

  /** The time zones that a line refers to, be it by an X- property. */
  private static void timezones(ContentLine line, String name, Set<String> found) {
    if (name.endsWith("TZID")) {
      found.add(timezone(line.value()));
    }
    if (line.parameters().isEmpty()) {
      return;
    }
    for (Matcher tzid = TZID.matcher(line.parameters()); tzid.find(); ) {
      String id = tzid.group(1) != null ? tzid.group(1) : tzid.group(2);
      int colon = line.value().lastIndexOf(':');
      if (tzid.group(1) == null && colon >= 0) { // quotes are missing: TZID=(UTC+01:00) Bern
        found.add(timezone(id + ":" + line.value().substring(0, colon)));
      }
      found.add(timezone(id));
    }
  }

  /** The same for a property and for a parameter, in which nothing is escaped. */
  private static String timezone(String id) {
    return id.replace("\\", "").strip().toLowerCase(Locale.ROOT);
  }

  /** Text that is not UTF-8 is told apart by its bytes. */
  private String value(ContentLine line) {
    if (line.value().indexOf('\uFFFD') < 0) {
      return line.value();
    }
    String unfolded = unfolded(bytes, line);
    return unfolded.substring(unfolded.indexOf(':') + 1);
  }

  /** A line as it is written, one character for each byte. */
  static String unfolded(byte[] text, ContentLine line) {
    int length = line.end() - line.start();
    return new String(text, line.start(), length, StandardCharsets.ISO_8859_1)
        .replaceAll("\r?\n[ \t]", "")
        .strip();
  }
}
