package caldavbackup.contents;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.fortuna.ical4j.model.Recur;

/**
 * A recurrence rule (RFC 5545, section 3.3.10) in the local time of its event. A rule that ical4j
 * would expand for too long is cut.
 */
final class Recurrence {
  /** The maximum number of steps for one rule: 54 years of a daily rule. */
  private static final long MOST_STEPS = 20_000;

  /** How many periods without a time make ical4j give up; its default, 1,000, loses later times. */
  private static final String MOST_EMPTY = Recur.KEY_MAX_INCREMENT_COUNT;

  private static final int LONGEST = 2000;
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "SECONDLY", ChronoUnit.SECONDS,
          "MINUTELY", ChronoUnit.MINUTES,
          "HOURLY", ChronoUnit.HOURS,
          "DAILY", ChronoUnit.DAYS,
          "WEEKLY", ChronoUnit.WEEKS,
          "MONTHLY", ChronoUnit.MONTHS,
          "YEARLY", ChronoUnit.YEARS);

  static {
    System.setProperty(MOST_EMPTY, String.valueOf(MOST_STEPS));
  }

  private final LocalDateTime first;
  private final Map<String, String> parts = new HashMap<>();
  private final Recur<LocalDateTime> recur;
  private final LocalDateTime until;
  private final ChronoUnit unit;
  private final long interval;

  /**
   * Times of a series.
   *
   * @param isCut whether the range has more
   */
  record Found(List<LocalDateTime> times, boolean isCut) {
    static final Found NONE = new Found(List.of(), false);
  }

  /**
   * Parses a rule.
   *
   * @param first the first time of the series
   * @param ofUtc converts UTC to the local time of the series
   * @throws IllegalArgumentException when the rule is invalid, or too complex to expand
   */
  Recurrence(String rule, LocalDateTime first, UnaryOperator<LocalDateTime> ofUtc) {
    this.first = first;
    if (rule.length() > LONGEST) {
      throw new IllegalArgumentException("rule of " + rule.length() + " characters");
    }
    String text = rule.replaceAll("\\s+", "").toUpperCase(Locale.ROOT);
    for (String part : text.split(";")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    unit = UNITS.get(parts.getOrDefault("FREQ", ""));
    interval = Math.max(1, number("INTERVAL", 1));
    if (unit == null || timesInAPeriod() > MOST_STEPS) {
      throw new IllegalArgumentException("rule " + rule);
    }
    try {
      until = localUntil(ofUtc);
      recur = new Recur<>(until == null ? text : withUntil(text), true);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns whether the rule has no end. */
  boolean isEndless() {
    return !parts.containsKey("COUNT") && !parts.containsKey("UNTIL");
  }

  /**
   * Returns the times in a range, in order.
   *
   * @param from the start of the range, inclusive
   * @param to the end of the range, exclusive
   * @param most the maximum number of times
   * @param budget the time limit, reduced by the time used
   */
  Found between(LocalDateTime from, LocalDateTime to, int most, RecurrenceBudget budget) {
    boolean isEnded = until != null && until.isBefore(to);
    LocalDateTime end = isEnded ? until.plusSeconds(1) : to;
    return first.isBefore(end) && from.isBefore(end) ? within(from, end, most, budget) : Found.NONE;
  }

  private Found within(LocalDateTime from, LocalDateTime to, int most, RecurrenceBudget budget) {
    boolean isCounted = parts.containsKey("COUNT");
    LocalDateTime seed = isCounted ? first : seed(from);
    LocalDateTime begin = isCounted || seed.isAfter(from) ? seed : from;
    long steps = (isCounted ? count(seed, to) : count(begin, to)) + 1;
    LocalDateTime stop = to;
    boolean isCut = false;
    long allowed = Math.max(1, MOST_STEPS / timesInAPeriod());
    if (steps > allowed) {
      stop = plus(isCounted ? seed : begin, allowed);
      isCut = stop.isBefore(to) && (!isCounted || number("COUNT", 0) > allowed);
      if (!begin.isBefore(stop)) {
        return new Found(List.of(), isCut);
      }
    }
    // ical4j skips the rest of the period in which the range starts
    LocalDateTime early = minus(begin, 2);
    LocalDateTime last = stop;
    long began = System.nanoTime();
    List<LocalDateTime> all =
        recur.getDates(seed, early.isBefore(seed) ? seed : early, stop, limit(most));
    budget.spend(System.nanoTime() - began);
    List<LocalDateTime> times =
        all.stream()
            .filter(time -> !time.isBefore(from) && time.isBefore(last))
            .distinct()
            .sorted()
            .toList();
    return times.size() > most ? new Found(times.subList(0, most), true) : new Found(times, isCut);
  }

  /** Returns the number of steps before the range, plus the wanted number and one. */
  private int limit(int most) {
    return (int)
        Math.min(Integer.MAX_VALUE, most + 1 + 20 * Math.min(timesInAPeriod(), MOST_STEPS));
  }

  /**
   * Returns a later start for the expansion. A rule without COUNT can start shortly before the
   * range if all its periods are alike; months and years are not.
   */
  private LocalDateTime seed(LocalDateTime from) {
    boolean areAlike = unit.compareTo(ChronoUnit.WEEKS) <= 0;
    long periods = areAlike && first.isBefore(from) ? count(first, from) - 2 : 0;
    return periods <= 0 ? first : plus(first, periods);
  }

  /** Returns how many periods are between two times. */
  private long count(LocalDateTime begin, LocalDateTime end) {
    return begin.isBefore(end) ? unit.between(begin, end) / interval : 0;
  }

  private LocalDateTime plus(LocalDateTime time, long periods) {
    try {
      return time.plus(Math.multiplyExact(periods, interval), unit);
    } catch (ArithmeticException | java.time.DateTimeException e) {
      return LocalDateTime.MAX;
    }
  }

  private LocalDateTime minus(LocalDateTime time, long periods) {
    try {
      return time.minus(Math.multiplyExact(periods, interval), unit).minus(Duration.ofDays(7));
    } catch (ArithmeticException | java.time.DateTimeException e) {
      return first;
    }
  }

  /** Returns the maximum number of times in one period, according to the lists of the rule. */
  private long timesInAPeriod() {
    long times = 1;
    for (String name : List.of("BYHOUR", "BYMINUTE", "BYSECOND", "BYMONTH")) {
      times *= items(name);
    }
    long weekdays = !parts.containsKey("BYDAY") ? 1 : items("BYDAY") * weeksInAPeriod();
    times *= Math.max(items("BYMONTHDAY"), Math.max(items("BYYEARDAY"), weekdays));
    times *= items("BYWEEKNO");
    return Math.max(1, times);
  }

  private long weeksInAPeriod() {
    boolean isOfMonth = unit == ChronoUnit.MONTHS || parts.containsKey("BYMONTH");
    return unit.compareTo(ChronoUnit.WEEKS) <= 0 || parts.containsKey("BYWEEKNO")
        ? 1
        : isOfMonth ? 5 : 53;
  }

  private long items(String name) {
    return parts.containsKey(name) ? Arrays.stream(parts.get(name).split(",")).count() : 1;
  }

  private long number(String name, long fallback) {
    String text = parts.getOrDefault(name, "");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : fallback;
  }

  /**
   * Returns UNTIL in the local time of the series. A date includes the whole day. Null without
   * UNTIL.
   */
  private LocalDateTime localUntil(UnaryOperator<LocalDateTime> ofUtc) {
    String text = parts.get("UNTIL");
    if (text == null) {
      return null;
    }
    LocalDateTime time = Times.local(text);
    if (Times.isDate(text)) {
      return time.plusDays(1).minusSeconds(1);
    }
    return Times.isUtc(text) ? ofUtc.apply(time) : time;
  }

  private String withUntil(String rule) {
    return rule.replaceFirst("UNTIL=[^;]*", "UNTIL=" + FORM.format(until));
  }
}
