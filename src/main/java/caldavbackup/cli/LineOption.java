package caldavbackup.cli;

import java.util.List;
import java.util.Locale;

/**
 * A word {@code KEY=VALUE} of the command line that is no option of an account: it says how a
 * command prints, or what a command looks for. {@link CommandHelp} says which commands take it.
 */
enum LineOption {
  OUTPUT(
      "text|json",
      "json prints one JSON object a line, as schema/ in the package describes (default: text)"),
  PROGRESS(
      "auto|json|none",
      "auto (default) shows a bar while it runs, on a terminal only; json writes one JSON object a"
          + " line to stderr; none shows nothing. One line for each calendar at the end is always"
          + " printed"),
  TEXT(
      "WORDS",
      "only what has these words in its title, place, description or people; case and accents do not"
          + " count"),
  PATHS(
      "false|true",
      "true ends with the paths of what is shown, and with the command that restores it"),
  TIMEZONE(
      "ZONE",
      "show times in this time zone, for example Europe/Berlin (default: that of most events)");

  private final String value;
  private final String meaning;

  LineOption(String value, String meaning) {
    this.value = value;
    this.meaning = meaning;
  }

  /** Its name as users write it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What stands for its value in a help text: the values that there are, or one word. */
  String value() {
    return value;
  }

  /** The values that there are; none when it takes any. */
  List<String> choices() {
    return value.contains("|") ? List.of(value.split("\\|")) : List.of();
  }

  /** One line of help. */
  String meaning() {
    return meaning;
  }
}
