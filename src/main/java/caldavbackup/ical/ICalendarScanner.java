package caldavbackup.ical;

import caldavbackup.ical.ICalendarParts.Calendar;
import caldavbackup.ical.ICalendarParts.Component;
import caldavbackup.ical.ICalendarParts.Span;
import caldavbackup.ical.ICalendarParts.Stray;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Locates the calendars and components in an iCalendar file. It accepts any bytes: a component
 * without an END is included but marked as incomplete, and text outside of components is stray.
 */
final class ICalendarScanner {
  private static final String CALENDAR = "VCALENDAR";
  private static final String MARKED_BEGIN = "\uFEFFBEGIN";

  /** Properties of components that do not occur in mails or web pages. */
  private static final Set<String> OF_COMPONENTS =
      Set.of("UID", "DTSTAMP", "DTSTART", "DTEND", "DUE", "SUMMARY", "RRULE", "RECURRENCE-ID");

  private static final Pattern NAME = Pattern.compile("[A-Z0-9-]+");
  final byte[] bytes;
  final List<Calendar> calendars = new ArrayList<>();

  /** All components except time zones. */
  final List<Component> components = new ArrayList<>();

  /** The first time zone of each TZID. */
  final Map<String, Component> timezones = new HashMap<>();

  final List<Component> unended = new ArrayList<>();

  /** In file order. */
  final List<Stray> stray = new ArrayList<>();

  /** The properties of the collection: the first value of each. */
  final Map<String, String> collection = new HashMap<>();

  private final Deque<String> within = new ArrayDeque<>();
  private Calendar calendar;
  private Component component;
  private Span last;
  private boolean hasMethod;

  ICalendarScanner(byte[] bytes) {
    this(bytes, line -> {});
  }

  /**
   * Scans a file.
   *
   * @param also also receives each of its lines
   */
  ICalendarScanner(byte[] bytes, Consumer<ContentLine> also) {
    this.bytes = bytes;
    int number = 1;
    for (ContentLine line : ContentLine.of(bytes)) {
      also.accept(line);
      read(line, new Span(number, line.start(), line.end()));
      for (int i = line.start(); i < line.end(); i++) {
        number += bytes[i] == '\n' ? 1 : 0;
      }
    }
    leave();
  }

  /**
   * Returns whether there is nothing to split: all components of the only calendar have the same
   * UID.
   */
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

  /** Returns the first time zone with this TZID; null if the file defines none. */
  Component timezone(String id) {
    return timezones.get(ZoneNames.key(id));
  }

  private void read(ContentLine line, Span span) {
    String name = line.name();
    boolean begins = name.equals("BEGIN");
    boolean ends = name.equals("END");
    String word = begins || ends ? line.value().strip().toUpperCase(Locale.ROOT) : "";
    if (begins && word.equals(CALENDAR)) {
      begin(span);
    } else if (ends && word.equals(CALENDAR) && calendar != null) {
      end(span);
    } else if (ends
        && calendar != null
        && CalendarEdge.isEndWithMore(bytes, span.start, span.end)) {
      endWithMore(span);
    } else if (calendar == null || isMarkedBegin(line)) {
      outside(line, span);
    } else if (component != null && !(begins && component.neverHolds(word))) {
      component.end = span.end;
      inside(line, name, word, span);
    } else if (begins) {
      leave();
      enter(new Component(calendar, word, span));
    } else if (name.isEmpty()) {
      last.end = span.end; // empty, or the rest of a line that an empty line split
    } else if (ends || !isProperty(line)) {
      outside(line, span);
    } else {
      property(line, name, span);
    }
  }

  /** Returns whether files were joined here and the end of the previous one is missing. */
  private static boolean isMarkedBegin(ContentLine line) {
    return line.name().equals(MARKED_BEGIN) && line.value().strip().equalsIgnoreCase(CALENDAR);
  }

  private void begin(Span span) {
    leave();
    calendar = new Calendar(span);
    calendars.add(calendar);
    last = span;
  }

  private void end(Span span) {
    leave();
    calendar.end = span;
    calendar = null;
    last = span;
  }

  /** Handles a line outside of components. A calendar may begin at the end of such a line. */
  private void outside(ContentLine line, Span span) {
    int at = CalendarEdge.begin(bytes, span.start, span.end);
    if (at >= 0) {
      stray(line, new Span(span.line, span.start, at));
      begin(new Span(span.line, at, span.end));
    } else if (!line.name().isEmpty() || !line.value().isEmpty() || isBehindStray()) {
      stray(line, span);
    }
  }

  private void endWithMore(Span span) {
    int behind = CalendarEdge.behindEnd(span.start);
    end(new Span(span.line, span.start, behind));
    int at = CalendarEdge.begin(bytes, behind, span.end);
    int stop = at < 0 ? span.end : at;
    if (stop > behind) {
      ContentLine more = ContentLine.ofUnfolded(Arrays.copyOfRange(bytes, behind, stop));
      stray(more, new Span(span.line, behind, stop));
    }
    if (at >= 0) {
      begin(new Span(span.line, at, span.end));
    }
  }

  /**
   * Returns whether the line may be a property (RFC 5545, section 3.1). Any other text is there by
   * mistake.
   */
  private boolean isProperty(ContentLine line) {
    return NAME.matcher(line.name()).matches()
        && (!line.value().isEmpty() || unfolded(bytes, line).indexOf(':') > 0);
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
    ZoneNames.addAll(line, name, component.timezones);
    if (name.equals("BEGIN")) {
      within.push(word);
    } else if (name.equals("END") && within.contains(word)) {
      while (!within.pop().equals(word)) {
        // its END is missing
      }
      if (within.isEmpty()) {
        end();
      }
    } else if (within.size() == 1 && !component.hasIdLine()) {
      if (name.equals(component.isTimezone() ? "TZID" : "UID")) {
        component.id = line.value();
        component.idLine = span;
      }
    } else if (name.isEmpty() && component.id.isBlank() && component.idLine.end == span.start) {
      component.id = line.value(); // the rest of a line that an empty line split
    }
  }

  private void end() {
    component.whole = true;
    if (component.isTimezone()) {
      calendar.timezones.putIfAbsent(ZoneNames.key(component.id), component);
      timezones.putIfAbsent(ZoneNames.key(component.id), component);
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

  private boolean isBehindStray() {
    return !stray.isEmpty() && stray.get(stray.size() - 1) == last;
  }

  private void stray(ContentLine line, Span span) {
    if (!isBehindStray()) {
      stray.add(new Stray(span));
      last = stray.get(stray.size() - 1);
    }
    Stray text = stray.get(stray.size() - 1);
    text.end = span.end;
    boolean isLimit = line.name().equals("BEGIN") || line.name().equals("END");
    text.holdsComponent |=
        isLimit
            ? ComponentType.CARRIERS.contains(line.value().strip().toUpperCase(Locale.ROOT))
            : OF_COMPONENTS.contains(line.name());
  }

  /** Returns an unfolded line with one character for each byte. */
  static String unfolded(byte[] text, ContentLine line) {
    int length = line.end() - line.start();
    return new String(text, line.start(), length, StandardCharsets.ISO_8859_1)
        .replaceAll("(\r+\n?|\n)[ \t]", "")
        .strip();
  }
}
