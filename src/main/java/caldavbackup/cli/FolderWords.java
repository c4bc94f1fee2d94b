package caldavbackup.cli;

import caldavbackup.options.FolderSelection;
import caldavbackup.options.Option;
import caldavbackup.text.Failure;
import caldavbackup.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options of commands that read a folder: which calendars, types and days are wanted. */
final class FolderWords {
  private FolderWords() {}

  /**
   * Reads them.
   *
   * @throws Failure of kind OPTION when a word is none of the command's options
   */
  static FolderSelection selection(Words words, CommandHelp command) throws Failure {
    Map<String, String> config = words.config("");
    config.remove("location");
    for (String key : config.keySet()) {
      requireKnown(key, command);
    }
    return FolderSelection.of(config);
  }

  private static void requireKnown(String key, CommandHelp command) throws Failure {
    Option option = Option.of(key);
    if (option != null && command.options().contains(option)) {
      return;
    }
    if (option != null) {
      throw Failure.option(
          "option '%s' is not one of caldav %s, which reads a folder and asks no server"
              .formatted(key, command.name()));
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
