package caldavbackup.cli;

import caldavbackup.contents.Entry;
import caldavbackup.contents.Occurrence;
import caldavbackup.ical.ComponentType;
import caldavbackup.text.Columns;
import caldavbackup.text.Shown;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * One line of an agenda. All of its texts are safe on a terminal.
 *
 * @param time the time, in a few characters
 * @param from the time that orders the lines
 * @param isTimed whether the entry has a time on this day; entries of the whole day come first
 * @param calendar the calendar's name
 * @param title the title and further details
 */
record DayLine(String time, LocalTime from, boolean isTimed, String calendar, String title) {
  private static final int TIME = 11;
  private static final int CALENDAR = 24;
  private static final int TITLE = 60;
  private static final int PLACE = 40;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd", Locale.ENGLISH);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  /**
   * The days of an entry.
   *
   * @param start the start in the reader's time zone
   * @param end the end in the same time zone
   */
  record Days(LocalDateTime start, LocalDateTime end, LocalDate first, LocalDate last) {
    static Days of(Occurrence one, ZoneId reader) {
      boolean isOwn = one.isAllDay() || one.zone().isFloating();
      LocalDateTime start = isOwn ? one.start() : LocalDateTime.ofInstant(one.begins(), reader);
      LocalDateTime end = isOwn ? one.end() : LocalDateTime.ofInstant(one.ends(), reader);
      boolean isNight =
          !one.isAllDay() && Duration.between(start, end).compareTo(Duration.ofDays(1)) < 0;
      LocalDateTime last = end.isAfter(start) ? end.minusNanos(1) : end;
      return new Days(
          start, end, start.toLocalDate(), isNight ? start.toLocalDate() : last.toLocalDate());
    }

    long count() {
      return ChronoUnit.DAYS.between(first, last) + 1;
    }
  }

  /** Returns a day, for example {@code Tue 2026-03-03}. */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /**
   * Returns the line of an occurrence on one of its days.
   *
   * @param isOnce whether no other day shows it
   */
  static DayLine of(Occurrence one, LocalDate day, Days days, boolean isOnce, ZoneId reader) {
    String more = isOnce ? day(days.first()) + " to " + day(days.last()) : "";
    String time = time(one, days, day);
    boolean isTimed = !time.startsWith("all day") && !time.startsWith("day ") && !one.isAllDay();
    LocalTime from = day.equals(days.first()) ? days.start().toLocalTime() : LocalTime.MIN;
    return new DayLine(
        isOnce ? "all day" : time,
        from,
        isTimed && !isOnce,
        calendar(one.entry()),
        title(one, reader, more));
  }

  /** Returns the line of an occurrence outside of a day's list. */
  static DayLine dated(Occurrence one, ZoneId reader) {
    Days days = Days.of(one, reader);
    String more = days.count() > 1 ? "to " + day(days.last()) : "";
    String time =
        one.isAllDay()
            ? ""
            : " "
                + (days.count() > 1
                    ? clock(days.start())
                    : time(one, days, days.first()).replace("due ", ""));
    return new DayLine(
        day(days.first()) + Columns.padded(time, 1 + TIME),
        days.start().toLocalTime(),
        true,
        calendar(one.entry()),
        title(one, reader, more));
  }

  /** Returns the line of an entry without a date. */
  static DayLine undated(Entry entry) {
    String kind = ComponentType.noun(entry.component());
    return new DayLine(kind, LocalTime.MIN, true, calendar(entry), title(entry));
  }

  /** Returns the same line with more text at its end. */
  DayLine and(String more) {
    return new DayLine(time, from, isTimed, calendar, title + ", " + more);
  }

  /** Returns the width of the column for calendar names. */
  static int width(List<DayLine> lines) {
    return lines.stream().mapToInt(line -> Columns.width(line.calendar)).max().orElse(0);
  }

  /**
   * Returns the whole line.
   *
   * @param calendarColumns the width of the column for calendar names
   */
  String text(int calendarColumns) {
    return Columns.padded(time, TIME)
        + "  "
        + Columns.padded(calendar, calendarColumns)
        + "  "
        + title;
  }

  private static String time(Occurrence one, Days days, LocalDate day) {
    String kind = one.entry().component();
    if (kind.equals("VTODO")) {
      return one.isAllDay() ? "due" : "due " + clock(days.start());
    }
    long number = ChronoUnit.DAYS.between(days.first(), day) + 1;
    if (one.isAllDay()) {
      return days.count() == 1 ? "all day" : "day " + number + " of " + days.count();
    }
    if (days.count() == 1) {
      boolean isLong = days.end().isAfter(days.start());
      return clock(days.start()) + (isLong ? "-" + clock(days.end()) : "");
    }
    if (number == 1) {
      return clock(days.start()) + "-";
    }
    return number == days.count() ? "-" + clock(days.end()) : "all day";
  }

  private static String clock(LocalDateTime time) {
    return CLOCK.format(time);
  }

  private static String calendar(Entry entry) {
    return Shown.of(entry.object().calendar().label(), CALENDAR);
  }

  private static String title(Occurrence one, ZoneId reader, String more) {
    StringBuilder title = new StringBuilder(title(one.entry()));
    if (!more.isEmpty()) {
      title.append(", ").append(more);
    }
    boolean isOwnClock = one.isAllDay() || one.zone().isFloating() || one.zone().id().equals("UTC");
    if (!isOwnClock && !LocalDateTime.ofInstant(one.begins(), reader).equals(one.start())) {
      title
          .append(" (")
          .append(clock(one.start()))
          .append(' ')
          .append(Shown.of(one.zone().id(), PLACE))
          .append(')');
    }
    return title.toString();
  }

  private static String title(Entry entry) {
    String summary = entry.text().summary() == null ? "" : Shown.of(entry.text().summary(), TITLE);
    String place = entry.text().location() == null ? "" : Shown.of(entry.text().location(), PLACE);
    return (summary.isEmpty() ? "(no title)" : summary)
        + (place.isEmpty() ? "" : " @ " + place)
        + (entry.isCancelled() ? " (cancelled)" : entry.isEndedTask() ? " (done)" : "");
  }
}
