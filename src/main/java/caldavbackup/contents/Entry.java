package caldavbackup.contents;

import java.time.LocalDateTime;
import java.util.List;

/**
 * One component of an object: an event, a task, a journal, or an override of one occurrence. Texts
 * are unescaped and not trusted: they may contain any character. Missing values are null.
 *
 * @param object the object that contains the component
 * @param component VEVENT, VTODO or VJOURNAL
 * @param text the descriptive properties
 * @param when the date and time properties
 */
public record Entry(StoredObject object, String component, Text text, When when) {
  /**
   * The descriptive properties.
   *
   * @param people organizer and attendees
   * @param status the value of STATUS in upper case (RFC 5545, section 3.8.1.11)
   * @param percent the completed part of a task
   */
  public record Text(
      String summary,
      String location,
      String description,
      List<Person> people,
      String status,
      String percent) {}

  /**
   * An organizer or attendee.
   *
   * @param name null if there is only an address
   * @param address without {@code mailto:}
   */
  public record Person(String name, String address) {}

  /**
   * A time as the object writes it.
   *
   * @param time the local time in its zone; for a date, the start of the day
   * @param zone the zone of the time
   * @param isDate whether the value is a date without a time
   */
  public record Moment(LocalDateTime time, Zone zone, boolean isDate) {}

  /**
   * The date and time properties.
   *
   * @param start DTSTART
   * @param end DTEND, or DUE of a task
   * @param duration DURATION as it is written
   * @param rules RRULE
   * @param dates RDATE
   * @param excluded EXDATE
   * @param instead RECURRENCE-ID: the occurrence that this component replaces
   * @param isForFuture whether it also changes all later occurrences (RANGE=THISANDFUTURE)
   * @param completed COMPLETED of a task
   */
  public record When(
      Moment start,
      Moment end,
      String duration,
      List<String> rules,
      List<MorePeriod> dates,
      List<Moment> excluded,
      Moment instead,
      boolean isForFuture,
      Moment completed) {}

  /**
   * An additional occurrence.
   *
   * @param end the end of a PERIOD, else null
   * @param duration the duration of a PERIOD, else null
   */
  public record MorePeriod(Moment start, Moment end, String duration) {}

  /** Returns whether the entry is cancelled. */
  public boolean isCancelled() {
    return "CANCELLED".equals(text.status());
  }

  /** Returns whether the entry is a task that is not completed. */
  public boolean isOpenTask() {
    return component.equals("VTODO")
        && when.completed() == null
        && !isCancelled()
        && !"COMPLETED".equals(text.status())
        && !"100".equals(text.percent());
  }

  /** Returns whether the entry is a task that is completed or cancelled. */
  public boolean isEndedTask() {
    return component.equals("VTODO") && !isOpenTask();
  }

  /** Returns whether the entry repeats. */
  public boolean isRecurring() {
    return !when.rules().isEmpty() || !when.dates().isEmpty();
  }
}
