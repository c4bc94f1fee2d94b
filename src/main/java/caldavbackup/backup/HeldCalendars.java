package caldavbackup.backup;

import java.util.Map;

/**
 * The calendars that the store holds from an earlier run, and would remove if they are missing in
 * the new entries.
 *
 * @param paths the directories, by the path of the calendar's URL
 */
public record HeldCalendars(Map<String, String> paths) {
  /** The store holds no calendars, or will remove none. */
  public static final HeldCalendars NONE = new HeldCalendars(Map.of());
}
