package caldavbackup.ical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of an iCalendar file that {@link ICalendarScanner} finds, each with its place. */
final class ICalendarParts {
  private static final String TIMEZONE = "VTIMEZONE";

  private ICalendarParts() {}

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

  /** Lines, or a part of one, that belong to nothing. */
  static final class Stray extends Span {
    /** Whether a piece of an event, a task or a journal entry seems to be in it. */
    boolean holdsComponent;

    Stray(Span span) {
      super(span.line, span.start, span.end);
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

    boolean hasIdLine() {
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
    boolean neverHolds(String inner) {
      return (isCarrier() || isTimezone())
          && (ComponentType.CARRIERS.contains(inner) || inner.equals(TIMEZONE));
    }
  }
}
