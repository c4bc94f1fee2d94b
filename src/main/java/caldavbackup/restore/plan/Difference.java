package caldavbackup.restore.plan;

import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.ObjectFacts;

/**
 * One thing that differs between two places, a folder first and another folder or an account
 * second.
 *
 * @param calendar the name of the calendar's folder
 * @param calendarName what people call it
 * @param path of the object's file in its place, without a leading slash; null for a calendar
 * @param facts what the object is; null for a calendar, and for what cannot be read
 * @param changes what differs, was in the first and is in the second; empty for what is only in one
 * @param sentence why something was not compared; else null
 */
public record Difference(
    Kind kind,
    String calendar,
    String calendarName,
    String path,
    ObjectFacts facts,
    ObjectChanges changes,
    String sentence) {
  /** What is different. */
  public enum Kind {
    /** A calendar is only in the first place. */
    CALENDAR_ONLY_FIRST,
    /** A calendar is only in the second. */
    CALENDAR_ONLY_SECOND,
    /** A calendar's own properties differ. */
    CALENDAR_CHANGED,
    /** An object says other things. */
    CHANGED,
    /** An object is only in the first place. */
    ONLY_FIRST,
    /** An object is only in the second. */
    ONLY_SECOND,
    /** It was not compared. */
    UNREAD
  }

  /** A calendar that is in one place only, or differs. */
  public static Difference ofCalendar(
      Kind kind, String calendar, String name, ObjectChanges changes) {
    return new Difference(kind, calendar, name, null, null, changes, null);
  }

  /** An object that is in one place only, or differs. */
  public static Difference ofObject(
      Kind kind, String calendar, String name, String path, byte[] object, ObjectChanges changes) {
    return new Difference(kind, calendar, name, path, ObjectFacts.of(object), changes, null);
  }

  /**
   * Something that was not compared.
   *
   * @param calendar null when it is in none
   * @param path null for a calendar
   */
  public static Difference unread(String calendar, String name, String path, String sentence) {
    return new Difference(
        Kind.UNREAD, calendar, name, path, null, new ObjectChanges(java.util.List.of()), sentence);
  }
}
