package caldavbackup.cli;

import caldavbackup.options.Option;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The help of one command: two examples, and the options that it takes.
 *
 * @param name the command
 * @param words what follows it
 * @param meaning what it does
 * @param examples two command lines
 * @param options those that it takes
 */
record CommandHelp(
    String name, String words, String meaning, List<String> examples, Set<Option> options) {

  private static final String SERVER = "caldav://cal.example.org/";
  private static final String SIGN_IN = " username=alice password_file=pw";

  private static final CommandHelp BACKUP =
      new CommandHelp(
          "backup",
          "LOCATION FOLDER [KEY=VALUE...]",
          "Back up the calendars at LOCATION into FOLDER, a plain vdir. The same command again reads"
              + " what changed since.",
          List.of(
              "caldav backup " + SERVER + " ~/calendars" + SIGN_IN,
              "caldav backup " + SERVER + " ~/calendars" + SIGN_IN + " exclude_calendars=holidays"),
          all(Option.Use.RESTORE));

  private static final CommandHelp RESTORE =
      new CommandHelp(
          "restore",
          "FOLDER LOCATION [KEY=VALUE...]",
          "Restore the calendars in FOLDER (a backup, a vdir, or one calendar's folder of .ics files)"
              + " into the account at LOCATION.",
          List.of(
              "caldav restore ~/calendars " + SERVER + SIGN_IN + " dry_run=true",
              "caldav restore ~/calendars " + SERVER + SIGN_IN + " conflict=copy"),
          all(Option.Use.BACKUP));

  private static final CommandHelp CHECK =
      new CommandHelp(
          "check",
          "LOCATION [KEY=VALUE...]",
          "Show what is at LOCATION and whether a backup would be whole; nothing is written.",
          List.of(
              "caldav check " + SERVER + SIGN_IN,
              "caldav check " + SERVER + SIGN_IN + " calendars=work"),
          all(Option.Use.RESTORE));

  private static final CommandHelp LOGIN =
      new CommandHelp(
          "login",
          "[LOCATION] [KEY=VALUE...]",
          "Sign in at a provider with OAuth2, once, with a browser here or anywhere; the tokens are"
              + " kept. Some providers need no LOCATION.",
          List.of(
              "caldav login name=google username=alice@gmail.com client_id=ID client_secret=SECRET",
              "caldav login "
                  + SERVER
                  + " issuer=https://id.example.org client_id=ID grant=device"),
          ofSignIn());

  private static final CommandHelp VIEW =
      new CommandHelp(
          "view",
          "FOLDER [PAGE.html]",
          "Make one HTML page that shows the calendars in FOLDER: months, weeks, an agenda, a search,"
              + " and the command that brings an event back. It is for a browser and needs no"
              + " network.",
          List.of("caldav view ~/calendars", "caldav view ~/calendars ~/Documents/calendars.html"),
          Set.of());

  /** What a newcomer needs, in that order. */
  static final List<CommandHelp> FIRST = List.of(CHECK, BACKUP, RESTORE);

  /** The names of all commands. */
  static final List<String> NAMES = List.of("backup", "check", "help", "login", "restore", "view");

  /** The help of the command of that name, or null. */
  static CommandHelp of(String name) {
    return List.of(BACKUP, RESTORE, CHECK, LOGIN, VIEW).stream()
        .filter(command -> command.name.equals(name))
        .findFirst()
        .orElse(null);
  }

  /** All of it. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("Usage: caldav ").append(name).append(' ').append(words).append('\n');
    Help.append(text, meaning);
    text.append('\n').append(exampleLines());
    if (!options.isEmpty()) {
      text.append("\nOptions, the same here and in Plakar:\n");
    }
    for (Option option : options) {
      Help.lines(option, "").forEach(line -> text.append(line).append('\n'));
    }
    text.append('\n');
    Help.append(text, Help.EXIT_CODES);
    return text.toString().replace("\n", System.lineSeparator());
  }

  /** A line for each example. */
  String exampleLines() {
    return examples.stream()
        .map(example -> "  " + example + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private static Set<Option> all(Option.Use butThoseOf) {
    return Arrays.stream(Option.values())
        .filter(option -> option.use() != butThoseOf && option != Option.LOCATION)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Option.class)));
  }

  private static Set<Option> ofSignIn() {
    Set<Option> options = EnumSet.range(Option.IO_TIMEOUT, Option.GRANT);
    options.add(Option.USERNAME);
    options.removeAll(
        Set.of(
            Option.REFRESH_TOKEN,
            Option.TOKEN,
            Option.TOKEN_COMMAND,
            Option.SERVICE_ACCOUNT,
            Option.SUBJECT));
    return options;
  }
}
