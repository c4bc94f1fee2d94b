package caldavbackup.cli;

import java.util.List;
import java.util.Locale;

/**
 * A {@code KEY=VALUE} argument of the command line that is not an option of an account: how a
 * command prints, or what it searches for. {@link CommandHelp} says which commands accept it.
 */
enum LineOption {
  OUTPUT(
      "text|json",
      "json prints one JSON object a line, as schema/ in the package describes (default: text)"),
  PROGRESS(
      "auto|json|none",
      "auto (default) shows a bar on a terminal and one line for each calendar elsewhere, json"
          + " writes one JSON object a line to stderr"),
  TEXT(
      "WORDS",
      "only what has these words in its title, place, description or people; case and accents do not"
          + " count"),
  PATHS(
      "false|true",
      "true ends with the paths of what is shown, and with the command that restores it"),
  TIMEZONE(
      "ZONE", "show times by this clock, for example Europe/Berlin (default: that of most events)");

  private final String value;
  private final String meaning;

  LineOption(String value, String meaning) {
    this.value = value;
    this.meaning = meaning;
  }

  /** Returns the name that users write. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the placeholder for its value in a help text: the choices, or one word. */
  String value() {
    return value;
  }

  /** Returns the allowed values; empty if any value is allowed. */
  List<String> choices() {
    return value.contains("|") ? List.of(value.split("\\|")) : List.of();
  }

  /** Returns one line of help. */
  String meaning() {
    return meaning;
  }
}
