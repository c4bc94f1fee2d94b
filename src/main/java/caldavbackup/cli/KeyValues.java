package caldavbackup.cli;

import caldavbackup.text.Failure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Options in Plakar's notation: {@code key=value} arguments. */
final class KeyValues {
  private KeyValues() {}

  static Map<String, String> of(String location, List<String> words) throws Failure {
    Map<String, String> options = new TreeMap<>();
    options.put("location", location);
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw Failure.option("'" + word + "' is not an option: write key=value");
      }
      if (options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        throw Failure.option("option '" + word.substring(0, equals) + "' is given twice");
      }
    }
    return options;
  }
}
