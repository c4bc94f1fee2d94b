package caldavbackup.backup;

import java.util.Map;

/**
 * The calendars that whoever stores the entries holds from an earlier run, and would remove when
 * they are not among the entries any more.
 *
 * @param paths of the calendars' URLs, each with the name of its directory
 */
public record HeldCalendars(Map<String, String> paths) {
  /** Nothing is held, or nothing will be removed. */
  public static final HeldCalendars NONE = new HeldCalendars(Map.of());
}
