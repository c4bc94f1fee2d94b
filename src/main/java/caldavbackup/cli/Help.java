package caldavbackup.cli;

import caldavbackup.options.Option;
import caldavbackup.text.Columns;
import java.io.IOException;
import java.io.InputStream;
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
    StringBuilder text = new StringBuilder("Usage: caldav COMMAND [WORD...]\n");
    append(text, "Backs up and restores every calendar of a CalDAV account, byte for byte.");
    text.append("\nCommands:\n");
    for (CommandHelp command : CommandHelp.ALL) {
      append(text, Columns.wrapped("  %-9s".formatted(command.name()), command.summary(), WIDTH));
    }
    text.append("\ncaldav help COMMAND shows examples, and the options that it takes.\n");
    text.append("caldav --version shows the version.\n");
    text.append("\nOptions of an account, the same here and in Plakar:\n");
    for (Option option : Option.values()) {
      String use =
          switch (option.use()) {
            case RESTORE -> " [restore]";
            case BACKUP -> " [backup]";
            case BOTH -> "";
          };
      if (option != Option.LOCATION) {
        append(text, lines(option, use));
      }
    }
    text.append("\nOptions of the command line alone:\n");
    for (LineOption option : LineOption.values()) {
      append(text, lines(option));
    }
    text.append('\n');
    append(text, EXIT_CODES);
    return text.toString().replace("\n", System.lineSeparator());
  }

  private static void append(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append(line).append('\n'));
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

  /** What an option means. */
  static List<String> lines(Option option, String use) {
    return Columns.wrapped(
        "  %-28s".formatted(option.key() + "=" + option.value()), option.meaning() + use, WIDTH);
  }

  /** What an option of the command line means. */
  static List<String> lines(LineOption option) {
    return Columns.wrapped(
        "  %-28s".formatted(option.key() + "=" + option.value()), option.meaning(), WIDTH);
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
