package caldavbackup.contents;

import java.time.LocalDateTime;
import java.util.List;

/**
 * One component of an object as people see it: an event, a task, a journal, or an override of one
 * occurrence. Texts are unescaped, and hostile: they may hold any character. What is missing is
 * null.
 *
 * @param object the object that it is part of
 * @param component VEVENT, VTODO or VJOURNAL
 * @param text what it says
 * @param when when it takes place
 */
public record Entry(StoredObject object, String component, Text text, When when) {
  /**
   * What it says.
   *
   * @param people organizer and guests
   * @param status as RFC 5545, section 3.8.1.11, has it, upper case
   * @param percent how much of a task is done
   */
  public record Text(
      String summary,
      String location,
      String description,
      List<Person> people,
      String status,
      String percent) {}

  /**
   * Organizer or guest.
   *
   * @param name null when only the address is told
   * @param address without {@code mailto:}
   */
  public record Person(String name, String address) {}

  /**
   * A time as the object writes it.
   *
   * @param time by the clock of its zone; a date is its beginning
   * @param zone whose clock it is
   * @param isDate whether it is a whole day
   */
  public record Moment(LocalDateTime time, Zone zone, boolean isDate) {}

  /**
   * When it takes place.
   *
   * @param start DTSTART
   * @param end DTEND, or DUE of a task
   * @param duration as it is written
   * @param rules RRULE
   * @param dates RDATE
   * @param excluded EXDATE
   * @param instead RECURRENCE-ID: the occurrence that this one stands for
   * @param isForFuture whether it also changes all later ones (RANGE=THISANDFUTURE)
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
   * One more occurrence.
   *
   * @param end the end of a PERIOD, else null
   * @param duration the duration of a PERIOD, else null
   */
  public record MorePeriod(Moment start, Moment end, String duration) {}

  /** Whether it does not take place after all. */
  public boolean isCancelled() {
    return "CANCELLED".equals(text.status());
  }

  /** Whether it is a task that is still to be done. */
  public boolean isOpenTask() {
    return component.equals("VTODO")
        && when.completed() == null
        && !isCancelled()
        && !"COMPLETED".equals(text.status())
        && !"100".equals(text.percent());
  }

  /** Whether it repeats. */
  public boolean isRecurring() {
    return !when.rules().isEmpty() || !when.dates().isEmpty();
  }
}
