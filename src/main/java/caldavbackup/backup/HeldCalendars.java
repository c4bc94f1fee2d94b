package caldavbackup.backup;

import java.util.LinkedHashMap;
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

  /**
   * The options by which a store says what it holds, name for name: the mark, and behind it the
   * directory; their value is the path of the calendar's URL.
   */
  private static final String MARK = ".held/";

  /**
   * Reads what a store says, and takes it out of the account's options.
   *
   * @param options changed
   */
  public static HeldCalendars take(Map<String, String> options) {
    Map<String, String> paths = new LinkedHashMap<>();
    options.forEach(
        (name, path) -> {
          if (name.startsWith(MARK)) {
            paths.put(path, name.substring(MARK.length()));
          }
        });
    options.keySet().removeIf(name -> name.startsWith(MARK));
    return new HeldCalendars(paths);
  }
}
