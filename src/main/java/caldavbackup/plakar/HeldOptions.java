package caldavbackup.plakar;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options of Init by which a store tells the importer which calendars it holds, beside those
 * that the user gives: the name is a mark with the calendar's directory behind it, the value is the
 * path of the calendar's URL.
 */
final class HeldOptions {
  private static final String MARK = ".held/";

  private HeldOptions() {}

  /**
   * Reads them, and takes them out of the options.
   *
   * @param options changed
   * @return the paths of the calendars' URLs, each with the name of its directory
   */
  static Map<String, String> take(Map<String, String> options) {
    Map<String, String> directories = new LinkedHashMap<>();
    options.forEach(
        (name, path) -> {
          if (name.startsWith(MARK)) {
            directories.put(path, name.substring(MARK.length()));
          }
        });
    options.keySet().removeIf(name -> name.startsWith(MARK));
    return directories;
  }
}
