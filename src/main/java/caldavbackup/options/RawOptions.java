package caldavbackup.options;

import caldavbackup.ical.ComponentType;
import caldavbackup.text.Failure;
import caldavbackup.text.Nearest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The options as the user gave them, and their conversion to values. An invalid value is reported
 * by one sentence that names the option.
 */
final class RawOptions {
  private static final List<Option> MAY_NOT_BE_EMPTY =
      List.of(
          Option.CALENDAR,
          Option.PLAN_JSON,
          Option.TLS_CA_FILE,
          Option.TLS_CERT,
          Option.TLS_KEY,
          Option.PROXY);

  private final Map<Option, String> words = new EnumMap<>(Option.class);

  /** Takes values by option name, for a run of this use. */
  RawOptions(Map<String, String> map, Option.Use use) throws Failure {
    for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
      words.put(known(entry.getKey(), use), entry.getValue());
    }
    for (Option option : MAY_NOT_BE_EMPTY) {
      if (words.getOrDefault(option, "x").isBlank()) {
        throw Failure.option("option '" + option.key() + "' is empty");
      }
    }
  }

  private static Option known(String key, Option.Use use) throws Failure {
    Option option = Option.of(key);
    if (option == null) {
      String meant = meant(key, use);
      throw Failure.option(
          "option '"
              + key
              + "' is unknown"
              + (meant == null ? "" : ": did you mean '" + meant + "'?"));
    }
    if (option.use() == Option.Use.RESTORE && use == Option.Use.BACKUP) {
      throw Failure.option("option '" + key + "' is for a restore, not for a backup");
    }
    if (option.use() == Option.Use.BACKUP && use == Option.Use.RESTORE) {
      throw Failure.option("option '" + key + "' is for a backup, not for a restore");
    }
    return option;
  }

  private static String meant(String key, Option.Use use) {
    return Nearest.of(
        key,
        Arrays.stream(Option.values())
            .filter(
                one -> one.use() == use || use == Option.Use.BOTH || one.use() == Option.Use.BOTH)
            .map(Option::key)
            .toList());
  }

  /** All given options. */
  Map<Option, String> all() {
    return Collections.unmodifiableMap(words);
  }

  boolean has(Option option) {
    return words.containsKey(option);
  }

  /** The value as given, or null. */
  String text(Option option) {
    return words.get(option);
  }

  /** The component types; empty when none are given. */
  Set<String> components() throws Failure {
    Set<String> types = new TreeSet<>();
    for (String word : words.getOrDefault(Option.COMPONENTS, "").split(",")) {
      String type = word.strip().toUpperCase(Locale.ROOT);
      if (!type.isEmpty() && !ComponentType.CARRIERS.contains(type)) {
        throw Failure.option(
            "option 'components' must name VEVENT, VTODO or VJOURNAL, not '" + word.strip() + "'");
      }
      types.add(type);
    }
    types.remove("");
    return types;
  }

  /** A date, or null. */
  LocalDate date(Option option) throws Failure {
    String text = words.get(option);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong(option, "a date like 2026-01-31");
    }
  }

  /** A boolean; false when not given. */
  boolean bool(Option option) throws Failure {
    return switch (words.getOrDefault(option, "false").toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default -> throw wrong(option, "true or false");
    };
  }

  /**
   * A constant of an enumeration, written in lower case.
   *
   * @param names the list of constants for the message
   */
  <E extends Enum<E>> E choice(Option option, E fallback, String names) throws Failure {
    String text = words.get(option);
    if (text == null) {
      return fallback;
    }
    for (E value : fallback.getDeclaringClass().getEnumConstants()) {
      if (text.equals(value.name().toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    throw wrong(option, names);
  }

  /** A duration. */
  Duration duration(Option option, String fallback) throws Failure {
    Duration duration = Durations.parse(words.getOrDefault(option, fallback));
    if (duration == null) {
      throw wrong(option, "a duration like 30s or 2m");
    }
    return duration;
  }

  /** A whole number within these bounds. */
  int number(Option option, int fallback, int least, int most) throws Failure {
    String text = words.get(option);
    if (text == null) {
      return fallback;
    }
    int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw wrong(option, "a number from " + least + " to " + most);
    }
    return number;
  }

  private Failure wrong(Option option, String right) {
    return Failure.option(
        "option '" + option.key() + "' must be " + right + ", not '" + words.get(option) + "'");
  }
}
