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
      "json prints one JSON object per line, as schema/ in the package describes (default: text)"),
  PROGRESS(
      "auto|json|none",
      "auto (default) shows a bar while it runs, on a terminal only; json writes one JSON object per"
          + " line to stderr; none shows nothing. One line for each calendar at the end is always"
          + " printed"),
  TEXT(
      "WORDS",
      "only entries with these words in title, place, description or people; case and accents are"
          + " ignored"),
  PATHS(
      "false|true",
      "true also prints the paths of the objects shown, and the command that restores them"),
  TIMEZONE(
      "ZONE",
      "the time zone of the times shown, for example Europe/Berlin (default: that of most events)");

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
