package caldavbackup.cli;

import caldavbackup.options.Option;
import caldavbackup.text.Failure;
import caldavbackup.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The arguments after the name of a command: places ({@code LOCATION}, {@code FOLDER}), options of
 * the command line, and options of the account.
 */
final class Words {
  private static final Pattern OPTION = Pattern.compile("([a-z][a-z0-9_]*)=.*", Pattern.DOTALL);

  /** Options whose values may appear in messages, because they are not secret. */
  private static final Set<Option> SHOWN =
      EnumSet.of(Option.USERNAME, Option.CALENDARS, Option.EXCLUDE_CALENDARS, Option.CALENDAR);

  private static final String URL = "://";

  private final CommandHelp command;
  private final List<String> names;
  private final List<String> places = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final Map<LineOption, String> values = new EnumMap<>(LineOption.class);

  /**
   * Reads the arguments of a command.
   *
   * @param command the command, with its places and options
   * @throws Failure of kind OPTION, with a sentence that names the wrong argument
   */
  Words(CommandHelp command, List<String> words) throws Failure {
    this.command = command;
    this.names = command.places();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("-")) {
        throw dashed(word, i + 1 < words.size() ? words.get(i + 1) : "");
      }
      if (isPlace(word)) {
        places.add(word);
      } else {
        take(word);
      }
    }
    if (places.size() < command.needed()) {
      throw Failure.option(
          names.get(places.size())
              + " is missing"
              + (words.size() > places.size()
                  ? ": '" + words.get(places.size()).split("=")[0] + "' is an option"
                  : ""));
    }
    requireOrder();
  }

  private boolean isPlace(String word) {
    boolean isFirst = options.isEmpty() && values.isEmpty(); // places come before options
    return isFirst && places.size() < names.size() && !OPTION.matcher(word).matches();
  }

  private void take(String word) throws Failure {
    for (LineOption option : command.lineOptions()) {
      if (word.startsWith(option.key() + "=")) {
        String value = word.substring(word.indexOf('=') + 1);
        if (!option.choices().isEmpty() && !option.choices().contains(value)) {
          throw Failure.option(
              "option '%s' must be %s, not '%s'"
                  .formatted(option.key(), or(option.choices()), value));
        }
        if (values.put(option, value) != null) {
          throw Failure.option("option '" + option.key() + "' is given twice");
        }
        return;
      }
    }
    options.add(word);
  }

  private static String or(List<String> values) {
    int last = values.size() - 1;
    return String.join(", ", values.subList(0, last)) + " or " + values.get(last);
  }

  /** Returns the failure for an option in the notation of other programs. */
  private Failure dashed(String word, String next) {
    String[] parts = word.replaceFirst("^-+", "").split("=", 2);
    String name = parts[0].replace('-', '_');
    String meant = Nearest.of(name, keys());
    String sentence = "'" + word.split("=", 2)[0] + "' is not an option: ";
    String other = ofOtherCommands(name);
    if (other != null && (meant == null || other.equals(name))) {
      return Failure.option(sentence + "only " + takers(Option.of(other)) + " takes " + other);
    }
    if (meant == null) {
      return Failure.option(sentence + "options are written key=value, without dashes");
    }
    return Failure.option(
        sentence
            + "did you mean '"
            + meant
            + "="
            + meantValue(meant, parts.length > 1 ? parts[1] : next)
            + "'?");
  }

  /** Returns the nearest option that this command does not take; null if there is none. */
  private String ofOtherCommands(String name) {
    return Nearest.of(
        name,
        Stream.of(Option.values())
            .filter(option -> !command.options().contains(option) && option != Option.LOCATION)
            .map(Option::key)
            .toList());
  }

  private static String takers(Option option) {
    List<String> takers =
        CommandHelp.ALL.stream()
            .filter(one -> one.options().contains(option))
            .map(one -> "caldav " + one.name())
            .toList();
    return takers.size() == 1 ? takers.get(0) : or(takers);
  }

  /** Returns the intended argument for a value; never shows a secret. */
  private static String meantValue(String key, String given) {
    Option option = Option.of(key);
    if (option == null) {
      LineOption ours = LineOption.valueOf(key.toUpperCase(Locale.ROOT));
      return ours.choices().contains(given) ? given : ours.value();
    }
    if (option.value().equals("BOOL")) {
      return "true";
    }
    boolean isShown = SHOWN.contains(option) && !given.isEmpty() && !given.startsWith("-");
    return isShown ? given : option.value();
  }

  private List<String> keys() {
    return Stream.concat(
            command.options().stream().map(Option::key),
            command.lineOptions().stream().map(LineOption::key))
        .toList();
  }

  private void requireOrder() throws Failure {
    int location = names.indexOf("LOCATION");
    int folder = names.indexOf("FOLDER");
    if (!command.words().contains("LOCATION")
        && folder == 0
        && !places.isEmpty()
        && places.get(0).contains(URL)) {
      throw Failure.option(
          "caldav "
              + command.name()
              + " reads a folder, not a server: run caldav backup LOCATION FOLDER first");
    }
    if (location >= 0
        && folder >= 0
        && Math.max(location, folder) < places.size()
        && places.get(folder).contains(URL)
        && !places.get(location).contains(URL)) {
      throw Failure.option(
          "LOCATION and FOLDER are swapped: write caldav "
              + command.name()
              + " "
              + command.words());
    }
  }

  /** Returns how many places were given. */
  int places() {
    return places.size();
  }

  /** Returns a place as it was written, from index 0; null if it was not given. */
  String place(int index) {
    return index < places.size() ? places.get(index) : null;
  }

  /**
   * Returns a place that is a folder.
   *
   * @throws Failure when its name is empty, which would mean the current directory
   */
  Path folder(int index) throws Failure {
    String name = place(index);
    if (name.isEmpty()) {
      throw Failure.option(names.get(index) + " is missing");
    }
    return Path.of(name).toAbsolutePath();
  }

  /** Returns the value of an option of the command line; its default if it was not given. */
  String value(LineOption option) {
    return values.getOrDefault(option, option.choices().isEmpty() ? "" : option.choices().get(0));
  }

  /** Returns how the command prints. */
  OutputOptions output() {
    return OutputOptions.of(this);
  }

  /** Returns the options of the account as {@code key=value}. */
  List<String> options() {
    return options;
  }

  /**
   * Returns the options of the account at a location, by key.
   *
   * @param location the value of option {@code location}
   * @throws Failure when an argument is not an option, or is given twice
   */
  Map<String, String> config(String location) throws Failure {
    return KeyValues.of(location, options);
  }
}
