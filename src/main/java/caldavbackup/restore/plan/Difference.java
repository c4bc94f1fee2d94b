package caldavbackup.restore.plan;

import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.ObjectFacts;

/**
 * One difference between two places: first a folder, second another folder or an account.
 *
 * @param calendar the name of the calendar's folder
 * @param calendarName the display name of the calendar
 * @param path the path of the object's file in its place, without a leading slash; null for a
 *     calendar
 * @param facts the facts of the object; null for a calendar and for an object that cannot be read
 * @param changes the changes from the first to the second; empty for an object in one place only
 * @param sentence the reason why something was not compared; else null
 */
public record Difference(
    Kind kind,
    String calendar,
    String calendarName,
    String path,
    ObjectFacts facts,
    ObjectChanges changes,
    String sentence) {
  /** The kinds of differences. */
  public enum Kind {
    /** A calendar is only in the first place. */
    CALENDAR_ONLY_FIRST,
    /** A calendar is only in the second place. */
    CALENDAR_ONLY_SECOND,
    /** The properties of a calendar differ. */
    CALENDAR_CHANGED,
    /** An object differs. */
    CHANGED,
    /** An object is only in the first place. */
    ONLY_FIRST,
    /** An object is only in the second place. */
    ONLY_SECOND,
    /** The comparison was not possible. */
    UNREAD
  }

  /** Creates the difference of a calendar that is in one place only, or differs. */
  public static Difference ofCalendar(
      Kind kind, String calendar, String name, ObjectChanges changes) {
    return new Difference(kind, calendar, name, null, null, changes, null);
  }

  /** Creates the difference of an object that is in one place only, or differs. */
  public static Difference ofObject(
      Kind kind, String calendar, String name, String path, byte[] object, ObjectChanges changes) {
    return new Difference(kind, calendar, name, path, ObjectFacts.of(object), changes, null);
  }

  /**
   * Creates the entry of an object or calendar that was not compared.
   *
   * @param calendar null if it is in no calendar
   * @param path null for a calendar
   */
  public static Difference unread(String calendar, String name, String path, String sentence) {
    return new Difference(
        Kind.UNREAD, calendar, name, path, null, new ObjectChanges(java.util.List.of()), sentence);
  }
}
