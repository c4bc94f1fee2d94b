package caldavbackup.plakar;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options of Init that a store adds to those of the user, to tell the importer which calendars it
 * holds. The name is a marker followed by the directory of the calendar; the value is the path of
 * the calendar's URL.
 */
final class HeldOptions {
  private static final String MARK = ".held/";

  private HeldOptions() {}

  /**
   * Removes these options and returns them.
   *
   * @param options the options to change
   * @return the directories, by the path of the calendar's URL
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
