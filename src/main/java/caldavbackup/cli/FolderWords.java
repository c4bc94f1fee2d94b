package caldavbackup.cli;

import caldavbackup.options.FolderSelection;
import caldavbackup.options.Option;
import caldavbackup.text.Failure;
import caldavbackup.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options of commands that read a folder: they select calendars, types and days. */
final class FolderWords {
  private FolderWords() {}

  /**
   * Reads the options.
   *
   * @param why why other options do not apply, for messages
   * @throws Failure of kind OPTION when the command does not accept an option
   */
  static FolderSelection selection(Words words, CommandHelp command, String why) throws Failure {
    Map<String, String> config = words.config("");
    config.remove("location");
    for (String key : config.keySet()) {
      Option option = Option.of(key);
      if (option != null && !CommandHelp.SELECTION.contains(option)) {
        throw isOther(key, command, why);
      }
      requireKnown(key, command, why);
    }
    return FolderSelection.of(config);
  }

  private static Failure isOther(String key, CommandHelp command, String why) {
    return Failure.option(
        "option '%s' does not apply: caldav %s %s".formatted(key, command.name(), why));
  }

  /**
   * Rejects options that the command does not accept.
   *
   * @param why why options of other commands do not apply, for messages
   */
  static void requireKnown(String key, CommandHelp command, String why) throws Failure {
    Option option = Option.of(key);
    if (option != null && command.options().contains(option)) {
      return;
    }
    if (option != null) {
      throw isOther(key, command, why);
    }
    List<String> keys = new ArrayList<>();
    command.options().forEach(one -> keys.add(one.key()));
    command.lineOptions().forEach(one -> keys.add(one.key()));
    String meant = Nearest.of(key, keys);
    throw Failure.option(
        "option '"
            + key
            + "' is unknown"
            + (meant == null
                ? ": caldav help " + command.name() + " shows the options"
                : ": did you mean '" + meant + "'?"));
  }
}
