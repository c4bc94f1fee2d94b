package caldavbackup.cli;

import caldavbackup.options.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One command: the table behind the parsing of its arguments, its help, the man page and the
 * completions.
 *
 * @param name the name of the command
 * @param words its arguments: places (optional ones in brackets), then options
 * @param meaning the description; its first sentence is shown in the list of commands
 * @param examples command lines
 * @param options the options of an account that the command accepts
 * @param lineOptions the options of the command line that it accepts
 */
record CommandHelp(
    String name,
    String words,
    String meaning,
    List<String> examples,
    Set<Option> options,
    Set<LineOption> lineOptions) {

  private static final String OPTIONS = "[KEY=VALUE...]";
  private static final String SERVER = "caldav://cal.example.org/";
  private static final String SIGN_IN = " username=alice password_file=pw";

  private static final CommandHelp BACKUP =
      new CommandHelp(
          "backup",
          "LOCATION FOLDER [KEY=VALUE...]",
          "Back up the calendars at LOCATION into FOLDER, a plain vdir. Run the same command again"
              + " to read only what changed.",
          List.of(
              "caldav backup " + SERVER + " ~/calendars" + SIGN_IN,
              "caldav backup " + SERVER + " ~/calendars" + SIGN_IN + " exclude_calendars=holidays"),
          all(Option.Use.RESTORE),
          EnumSet.of(LineOption.OUTPUT, LineOption.PROGRESS));

  private static final CommandHelp RESTORE =
      new CommandHelp(
          "restore",
          "FOLDER LOCATION [KEY=VALUE...]",
          "Restore the calendars in FOLDER (a backup, a vdir, or one calendar's folder of .ics files)"
              + " into the account at LOCATION.",
          List.of(
              "caldav restore ~/calendars " + SERVER + SIGN_IN + " dry_run=true",
              "caldav restore ~/calendars " + SERVER + SIGN_IN + " conflict=copy"),
          all(Option.Use.BACKUP),
          EnumSet.of(LineOption.OUTPUT, LineOption.PROGRESS));

  private static final CommandHelp CHECK =
      new CommandHelp(
          "check",
          "LOCATION [KEY=VALUE...]",
          "Show the calendars at LOCATION and whether a backup would be complete. It writes"
              + " nothing.",
          List.of(
              "caldav check " + SERVER + SIGN_IN,
              "caldav check " + SERVER + SIGN_IN + " calendars=work"),
          all(Option.Use.RESTORE),
          EnumSet.of(LineOption.OUTPUT));

  private static final CommandHelp LOGIN =
      new CommandHelp(
          "login",
          "[LOCATION] [KEY=VALUE...]",
          "Sign in to a provider once with OAuth2, using a browser on this or another machine. It"
              + " stores the tokens. Some providers need no LOCATION.",
          List.of(
              "caldav login name=google username=alice@gmail.com client_id=ID client_secret=SECRET",
              "caldav login "
                  + SERVER
                  + " issuer=https://id.example.org client_id=ID grant=device"),
          ofSignIn(),
          EnumSet.noneOf(LineOption.class));

  private static final CommandHelp COMPLETION =
      new CommandHelp(
          "completion",
          "SHELL",
          "Print the completion script of a shell: bash, zsh or fish. The word man prints the"
              + " man page.",
          List.of(
              "caldav completion bash > ~/.local/share/bash-completion/completions/caldav",
              "caldav completion fish > ~/.config/fish/completions/caldav.fish"),
          EnumSet.noneOf(Option.class),
          EnumSet.noneOf(LineOption.class));

  /** The options that select calendars and objects. */
  static final Set<Option> SELECTION =
      EnumSet.of(
          Option.CALENDARS,
          Option.EXCLUDE_CALENDARS,
          Option.COMPONENTS,
          Option.SINCE,
          Option.UNTIL);

  private static final CommandHelp LIST =
      new CommandHelp(
          "list",
          "FOLDER [KEY=VALUE...]",
          "Show the events and tasks in FOLDER by day. It shows the next 30 days, or those from since"
              + " to until; text= searches all dates.",
          List.of("caldav list ~/calendars", "caldav list ~/calendars text=dentist"),
          SELECTION,
          EnumSet.of(LineOption.TEXT, LineOption.PATHS, LineOption.TIMEZONE, LineOption.OUTPUT));

  private static final CommandHelp DIFF =
      new CommandHelp(
          "diff",
          "FOLDER LOCATION|FOLDER2 [KEY=VALUE...]",
          "Show what differs between FOLDER and the account at LOCATION, or FOLDER2. It writes"
              + " nothing. Exit code 0: no differences, 1: differences, 2: they could not be compared.",
          List.of(
              "caldav diff ~/calendars " + SERVER + SIGN_IN,
              "caldav diff ~/calendars ~/calendars.last-week"),
          ofDiff(),
          EnumSet.of(LineOption.OUTPUT));

  private static final CommandHelp VIEW =
      new CommandHelp(
          "view",
          "FOLDER [PAGE.html]",
          "Make one HTML page that shows the calendars in FOLDER. It has months, weeks, an agenda, a"
              + " search, and the command that restores each event. It needs a browser and no"
              + " network.",
          List.of("caldav view ~/calendars", "caldav view ~/calendars ~/Documents/calendars.html"),
          EnumSet.noneOf(Option.class),
          EnumSet.noneOf(LineOption.class));

  /** The training run of the build ({@link Rehearsal}); not shown to users. */
  private static final CommandHelp REHEARSE =
      new CommandHelp(
          "rehearse",
          "LOCATION FOLDER [KEY=VALUE...]",
          "Back up LOCATION into FOLDER and restore it, in one process as people and as Plakar do.",
          List.of(),
          EnumSet.noneOf(Option.class),
          EnumSet.noneOf(LineOption.class));

  /** The commands that a new user needs, in order. */
  static final List<CommandHelp> FIRST = List.of(CHECK, BACKUP, RESTORE);

  /** All commands, in the order of the help. */
  static final List<CommandHelp> ALL =
      List.of(BACKUP, CHECK, COMPLETION, DIFF, LIST, LOGIN, RESTORE, VIEW);

  /** The commands that are useful in a folder with a backup. */
  static final List<CommandHelp> IN_BACKUP = List.of(LIST, VIEW, RESTORE);

  /** The names of all commands. */
  static final List<String> NAMES =
      Stream.concat(ALL.stream().map(CommandHelp::name), Stream.of("help")).sorted().toList();

  /** Returns the command with this name, or null. */
  static CommandHelp of(String name) {
    for (CommandHelp command : ALL) {
      if (command.name.equals(name)) {
        return command;
      }
    }
    return name.equals(REHEARSE.name) ? REHEARSE : null;
  }

  /** Returns the names of its places, in order. */
  List<String> places() {
    List<String> places =
        new ArrayList<>(); // each backup runs this code: a loop is faster than a stream or a
    // pattern
    for (String word : words.split(" ")) {
      if (!word.equals(OPTIONS)) {
        places.add(word.startsWith("[") ? word.substring(1, word.length() - 1) : word);
      }
    }
    return places;
  }

  /** Returns how many places are required. */
  int needed() {
    int needed = 0;
    for (String word : words.split(" ")) {
      needed += word.startsWith("[") ? 0 : 1;
    }
    return needed;
  }

  /** Returns the first sentence of the description. */
  String summary() {
    int end = meaning.indexOf(". ");
    return end < 0 ? meaning : meaning.substring(0, end + 1);
  }

  /** Returns the whole help text. */
  String text() {
    StringBuilder text = new StringBuilder();
    Help.append(text, meaning);
    text.append("\nExamples:\n");
    examples.forEach(example -> text.append("  ").append(example).append('\n'));
    text.append("\nUsage: caldav ").append(name).append(' ').append(words).append('\n');
    for (Section section : Section.values()) {
      section.append(text, options, option -> "");
    }
    if (!lineOptions.isEmpty()) {
      text.append("\nOptions: output\n");
      lineOptions.forEach(
          option -> Help.lines(option).forEach(line -> text.append(line).append('\n')));
    }
    text.append('\n');
    Help.append(text, Help.EXIT_CODES);
    return text.toString().replace("\n", System.lineSeparator());
  }

  /** Returns one line for each example. */
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

  private static Set<Option> ofDiff() {
    Set<Option> options = all(Option.Use.RESTORE);
    options.remove(Option.LISTING);
    return options;
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
