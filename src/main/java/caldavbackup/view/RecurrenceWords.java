package caldavbackup.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A recurrence rule (RFC 5545, section 3.3.10) in words. */
final class RecurrenceWords {
  private static final Map<String, String> DAYS =
      Map.of(
          "MO", "Monday",
          "TU", "Tuesday",
          "WE", "Wednesday",
          "TH", "Thursday",
          "FR", "Friday",
          "SA", "Saturday",
          "SU", "Sunday");
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  private static final Map<String, String> UNITS =
      Map.of(
          "SECONDLY", "second",
          "MINUTELY", "minute",
          "HOURLY", "hour",
          "DAILY", "day",
          "WEEKLY", "week",
          "MONTHLY", "month",
          "YEARLY", "year");
  private static final Map<Integer, String> ORDINALS =
      Map.of(
          1,
          "first",
          2,
          "second",
          3,
          "third",
          4,
          "fourth",
          5,
          "fifth",
          -1,
          "last",
          -2,
          "second to last",
          -3,
          "third to last");
  private static final Set<String> KNOWN =
      Set.of(
          "FREQ",
          "INTERVAL",
          "COUNT",
          "UNTIL",
          "BYDAY",
          "BYMONTHDAY",
          "BYMONTH",
          "BYSETPOS",
          "WKST");

  private RecurrenceWords() {}

  /**
   * Describes a rule, for example {@code every 2 weeks on Tuesday and Thursday, until 2026-06-30}.
   *
   * @param rule the value of an RRULE; parts that cannot be described are shown unchanged
   */
  static String of(String rule) {
    Map<String, String> parts = parts(rule);
    try {
      return words(parts);
    } catch (RuntimeException e) {
      return "by the rule " + rule; // the rule is invalid
    }
  }

  private static Map<String, String> parts(String rule) {
    Map<String, String> parts = new TreeMap<>();
    for (String part : rule.strip().toUpperCase(Locale.ROOT).split(";")) {
      String[] both = part.split("=", 2);
      if (both.length == 2) {
        parts.put(both[0].strip(), both[1].strip());
      }
    }
    return parts;
  }

  private static String words(Map<String, String> parts) {
    StringBuilder words = new StringBuilder(howOften(parts));
    String days = parts.get("BYDAY");
    String position = parts.get("BYSETPOS");
    if (position != null) {
      String what = days == null ? "occurrence" : joined(days, RecurrenceWords::day, " or ");
      words.append(" on the ").append(joined(position, RecurrenceWords::ordinal, " and "));
      words.append(' ').append(what);
    } else if (days != null) {
      words.append(" on ").append(joined(days, RecurrenceWords::day, " and "));
    }
    if (parts.containsKey("BYMONTHDAY")) {
      words.append(" on ").append(joined(parts.get("BYMONTHDAY"), RecurrenceWords::date, " and "));
    }
    if (parts.containsKey("BYMONTH")) {
      words
          .append(" in ")
          .append(
              joined(
                  parts.get("BYMONTH"), month -> MONTHS.get(Integer.parseInt(month) - 1), " and "));
    }
    parts.forEach(
        (name, value) -> {
          if (!KNOWN.contains(name)) {
            words.append(", ").append(name).append('=').append(value);
          }
        });
    if (parts.containsKey("COUNT")) {
      int count = Integer.parseInt(parts.get("COUNT"));
      words.append(count == 1 ? ", once" : ", " + count + " times");
    }
    if (parts.containsKey("UNTIL")) {
      String until = parts.get("UNTIL");
      words
          .append(", until ")
          .append(until, 0, 4)
          .append('-')
          .append(until, 4, 6)
          .append('-')
          .append(until, 6, 8);
    }
    return words.toString();
  }

  private static String howOften(Map<String, String> parts) {
    String frequency = parts.get("FREQ");
    String unit = UNITS.get(frequency);
    if (unit == null) {
      throw new IllegalArgumentException("no frequency");
    }
    int interval = Integer.parseInt(parts.getOrDefault("INTERVAL", "1"));
    if (interval != 1) {
      return "every " + interval + " " + unit + "s";
    }
    return switch (frequency) {
      case "DAILY", "WEEKLY", "MONTHLY", "YEARLY" -> frequency.toLowerCase(Locale.ROOT);
      default -> "every " + unit;
    };
  }

  /** Returns a day of the week; with a number, its position in the month or year. */
  private static String day(String text) {
    String name = DAYS.get(text.substring(text.length() - 2));
    if (name == null) {
      throw new IllegalArgumentException("no day");
    }
    return text.length() == 2
        ? name
        : "the " + ordinal(text.substring(0, text.length() - 2)) + " " + name;
  }

  private static String date(String text) {
    int day = Integer.parseInt(text);
    return day > 0 ? "day " + day : "the " + ordinal(text) + " day";
  }

  private static String ordinal(String text) {
    int number = Integer.parseInt(text);
    String word = ORDINALS.get(number);
    return word != null ? word : number > 0 ? number + "th" : -number + "th to last";
  }

  private static String joined(
      String list, java.util.function.UnaryOperator<String> word, String last) {
    List<String> words =
        Arrays.stream(list.split(",")).map(String::strip).map(word).collect(Collectors.toList());
    String end = words.remove(words.size() - 1);
    return words.isEmpty() ? end : String.join(", ", words) + last + end;
  }
}
