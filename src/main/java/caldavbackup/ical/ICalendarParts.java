package caldavbackup.ical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of an iCalendar file that {@link ICalendarScanner} finds, with their positions. */
final class ICalendarParts {
  private static final String TIMEZONE = "VTIMEZONE";

  private ICalendarParts() {}

  /** A range of lines between two offsets. */
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

  /** Text that is outside of any component. */
  static final class Stray extends Span {
    /** Whether it seems to contain a piece of an event, task or journal entry. */
    boolean holdsComponent;

    Stray(Span span) {
      super(span.line, span.start, span.end);
    }
  }

  /** A VCALENDAR with the parts that its objects share; end is null if it has no END. */
  static final class Calendar {
    final Span begin;
    final List<Span> properties = new ArrayList<>();
    final Map<String, Component> timezones = new HashMap<>();
    Span end;

    Calendar(Span begin) {
      this.begin = begin;
    }
  }

  /** A component directly within a calendar, with its content. */
  static final class Component extends Span {
    final Calendar calendar;
    final String type;
    final Set<String> timezones = new HashSet<>();
    boolean whole;

    /** The UID, or the TZID of a time zone; blank if there is none. */
    String id = "";

    /** The line with the UID or TZID; an empty range after the first line if there is none. */
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

    /**
     * Returns whether a component of this type cannot be nested in this one, so that the END of
     * this one is missing.
     */
    boolean neverHolds(String inner) {
      return (isCarrier() || isTimezone())
          && (ComponentType.CARRIERS.contains(inner) || inner.equals(TIMEZONE));
    }
  }
}
