package caldavbackup.cli;

import caldavbackup.options.Option;
import caldavbackup.text.Columns;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * The help and the version, without picocli: to load it takes longer than all else that they need.
 */
final class Help {
  /** What the exit code says. */
  static final String EXIT_CODES =
      "Exit codes: 0 all was done and proved, 1 something was not, 2 the command line or an option"
          + " is wrong.";

  private static final int WIDTH = 80;

  /** What picocli says of {@link CaldavCommand}; a test compares the two. */
  private static final String USAGE =
      """
      Usage: caldav [-h] [--version] COMMAND
      Backs up and restores every calendar of a CalDAV account, byte for byte.
        -h, --help      Show this help.
            --version   Show the version.
      Commands:
        backup   Back up the calendars at LOCATION into FOLDER, a plain vdir.
        check    Show what is at LOCATION and what would go wrong; nothing is written.
        login    Sign in at a provider with OAuth2, once, with a browser here or
                   anywhere; the tokens are kept.
        restore  Restore the calendars in FOLDER into the account at LOCATION.
        view     Make one HTML page that shows the calendars in FOLDER.
      """;

  private Help() {}

  /**
   * What to print for these arguments.
   *
   * @return null unless they ask for help or the version, and nothing else
   */
  static String answer(String[] args) throws IOException {
    String word = args.length == 0 ? "" : args[0];
    if (args.length > 1) {
      CommandHelp command = CommandHelp.of(word.equals("help") ? args[1] : word);
      boolean isAsked = word.equals("help") ? args.length == 2 : asksForHelp(args);
      return command == null || !isAsked ? null : command.text();
    }
    return switch (word) {
      case "--help", "-h", "help" -> text();
      case "--version" -> version() + System.lineSeparator();
      default -> null;
    };
  }

  private static boolean asksForHelp(String[] args) {
    return Arrays.stream(args).anyMatch(word -> word.equals("--help") || word.equals("-h"));
  }

  /** The commands that most need, for somebody who gave none. */
  static String first() {
    StringBuilder text = new StringBuilder("Give a command:\n\n");
    for (CommandHelp command : CommandHelp.FIRST) {
      text.append("  ").append(command.examples().get(0)).append('\n');
    }
    return text.append("\ncaldav --help tells more.\n")
        .toString()
        .replace("\n", System.lineSeparator());
  }

  /** The whole help. */
  static String text() {
    StringBuilder text = new StringBuilder(USAGE);
    for (String line : footer()) {
      append(text, line.replace("%n", "\n"));
    }
    return text.toString().replace("\n", System.lineSeparator());
  }

  /** A line, on as many as it takes. */
  static void append(StringBuilder text, String line) {
    String rest = line;
    while (rest.length() > WIDTH) {
      int space = rest.lastIndexOf(' ', WIDTH);
      text.append(rest, 0, space).append('\n');
      rest = rest.substring(space + 1);
    }
    text.append(rest).append('\n');
  }

  /** What stands below the commands, line by line, each a format of picocli. */
  static List<String> footer() {
    List<String> lines = new ArrayList<>();
    lines.add("%ncaldav help COMMAND shows examples, and the options that it takes.");
    lines.add("%nOptions of an account, the same here and in Plakar:");
    for (Option option : Option.values()) {
      String use =
          switch (option.use()) {
            case RESTORE -> " [restore]";
            case BACKUP -> " [backup]";
            case BOTH -> "";
          };
      if (option != Option.LOCATION) {
        lines.addAll(lines(option, use));
      }
    }
    lines.add("%n" + EXIT_CODES);
    return lines;
  }

  /** What an option means. */
  static List<String> lines(Option option, String use) {
    return Columns.wrapped(
        "  %-28s".formatted(option.key() + "=" + option.value()), option.meaning() + use, WIDTH);
  }

  /** The version that the build wrote. */
  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Help.class.getResourceAsStream("/caldavbackup.properties")) {
      properties.load(in);
    }
    return "caldav " + properties.getProperty("version");
  }
}
