package caldavbackup.cli;

import caldavbackup.options.Option;
import caldavbackup.text.Columns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;

/**
 * The help and the version. It does not load picocli, which would take longer than everything else
 * here.
 */
final class Help {
  /** The meaning of the exit codes. */
  static final String EXIT_CODES =
      "Exit codes: 0 everything was done and verified, 1 something was not, 2 the command line"
          + " or an option is wrong; 130 after Ctrl-C.";

  private static final int WIDTH = 80;

  private Help() {}

  /**
   * Returns the text to print for these arguments.
   *
   * @return null unless the arguments only ask for help or the version
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

  /**
   * Returns the most useful commands, for a call without arguments.
   *
   * @param folder the current directory; if it has a backup, the commands are about this backup
   */
  static String first(Path folder) {
    boolean isBackup = Files.isRegularFile(folder.resolve(".caldav-backup.jsonl"));
    StringBuilder text = new StringBuilder();
    text.append(isBackup ? "This folder contains a backup. " : "").append("Give a command:\n\n");
    for (CommandHelp command : isBackup ? CommandHelp.IN_BACKUP : CommandHelp.FIRST) {
      String example = command.examples().get(0);
      text.append("  ").append(isBackup ? example.replace("~/calendars", ".") : example);
      text.append('\n');
    }
    return text.append("\ncaldav --help shows more.\n")
        .toString()
        .replace("\n", System.lineSeparator());
  }

  /** Returns the whole help. */
  static String text() {
    StringBuilder text = new StringBuilder("Usage: caldav COMMAND [WORD...]\n");
    append(text, "Backs up and restores every calendar of a CalDAV account, byte for byte.");
    text.append("\nCommands:\n");
    for (CommandHelp command : CommandHelp.ALL) {
      append(text, Columns.wrapped("  %-9s".formatted(command.name()), command.summary(), WIDTH));
    }
    text.append("\ncaldav help COMMAND shows examples, and the options that it takes.\n");
    text.append("caldav --version shows the version.\n");
    text.append("\nThe options of an account are the same here and in Plakar.\n");
    for (Section section : Section.values()) {
      section.append(
          text,
          EnumSet.complementOf(EnumSet.of(Option.LOCATION)),
          option ->
              switch (option.use()) {
                case RESTORE -> " [restore]";
                case BACKUP -> " [backup]";
                case BOTH -> "";
              });
    }
    text.append("\nOptions: output, only on the command line\n");
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

  /** Appends a line, wrapped if necessary. */
  static void append(StringBuilder text, String line) {
    String rest = line;
    while (rest.length() > WIDTH) {
      int space = rest.lastIndexOf(' ', WIDTH);
      text.append(rest, 0, space).append('\n');
      rest = rest.substring(space + 1);
    }
    text.append(rest).append('\n');
  }

  /** Returns the description of an option. */
  static List<String> lines(Option option, String use) {
    return Columns.wrapped(
        "  %-28s".formatted(option.key() + "=" + option.value()), option.meaning() + use, WIDTH);
  }

  /** Returns the description of an option of the command line. */
  static List<String> lines(LineOption option) {
    return Columns.wrapped(
        "  %-28s".formatted(option.key() + "=" + option.value()), option.meaning(), WIDTH);
  }

  /** Returns the version that the build recorded. */
  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Help.class.getResourceAsStream("/caldavbackup.properties")) {
      properties.load(in);
    }
    return "caldav " + properties.getProperty("version");
  }
}
