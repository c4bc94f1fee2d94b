package caldavbackup.contents;

import caldavbackup.text.Shortened;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The occurrences of an object: its series, without excluded times, and with each override in place
 * of the occurrence it replaces (RFC 5545, section 3.8.4.4).
 */
final class Series {
  /** No range needs more occurrences of one object. */
  static final int MOST = 10_000;

  /** The days to search backwards: first a short time that is searched quickly. */
  private static final long[] LOOK_BACK = {60, 800, 8000, 3_000_000};

  private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
  private static final Instant LAST = Instant.parse("9998-12-31T00:00:00Z");

  private final List<Entry> masters;
  private final List<Entry> overrides;
  private final ZoneRules reader;
  private final RecurrenceBudget budget;
  private final Set<String> concerns = new LinkedHashSet<>();

  /**
   * Creates the series of an object.
   *
   * @param entries all entries of the object
   * @param reader the time zone of floating times and whole days
   * @param budget the time limit for recurrence rules
   */
  Series(List<Entry> entries, ZoneRules reader, RecurrenceBudget budget) {
    this.masters = entries.stream().filter(entry -> entry.when().instead() == null).toList();
    this.overrides = entries.stream().filter(entry -> entry.when().instead() != null).toList();
    this.reader = reader;
    this.budget = budget;
  }

  /** Returns the time zone of floating times. */
  ZoneRules reader() {
    return reader;
  }

  /** Returns what is not shown, a sentence each. */
  Set<String> concerns() {
    return concerns;
  }

  /**
   * Returns the entries without a date: tasks without dates, and entries whose dates cannot be
   * read.
   */
  List<Entry> undated() {
    return masters.stream().filter(entry -> Span.of(entry, reader) == null).toList();
  }

  boolean isRecurring() {
    return masters.stream().anyMatch(Entry::isRecurring);
  }

  /** Returns the first occurrences from an instant on, up to a maximum number. */
  List<Occurrence> from(Instant from, int most) {
    List<Occurrence> all = between(from, LAST, most);
    return all.subList(0, Math.min(most, all.size()));
  }

  /**
   * Returns the last occurrence before an instant; null if there is none, or it cannot be found.
   */
  Occurrence lastBefore(Instant to) {
    for (long days : LOOK_BACK) {
      Instant from = to.minus(Duration.ofDays(days));
      List<Occurrence> all = between(from.isBefore(FIRST) ? FIRST : from, to, MOST);
      if (!all.isEmpty()) {
        return all.get(all.size() - 1);
      }
    }
    return null;
  }

  /** Returns the first occurrence; null if there is none. */
  Occurrence first() {
    List<Occurrence> all = between(FIRST, LAST, 1);
    return all.isEmpty() ? null : all.get(0);
  }

  /**
   * Returns the occurrences that overlap a range, in order.
   *
   * @param from the start of the range
   * @param to the exclusive end of the range
   * @param most the approximate maximum number
   */
  List<Occurrence> between(Instant from, Instant to, int most) {
    List<Occurrence> found = new ArrayList<>();
    for (Entry master : masters) {
      Span span = Span.of(master, reader);
      if (span != null) {
        expand(
                master,
                span,
                from.isBefore(FIRST) ? FIRST : from,
                to.isAfter(LAST) ? LAST : to,
                most)
            .forEach(one -> add(found, one, from, to));
      }
    }
    for (Entry override : overrides) {
      Span span = Span.of(override, reader);
      if (span != null) {
        LocalDateTime original = override.when().instead().time();
        add(found, span.at(override, span.start(), original, true), from, to);
      }
    }
    found.sort(Comparator.comparing(Occurrence::begins));
    return found;
  }

  private static void add(List<Occurrence> found, Occurrence one, Instant from, Instant to) {
    boolean isAfter = !one.begins().isBefore(to);
    boolean isBefore = !one.ends().isAfter(from) && one.begins().isBefore(from);
    if (!isAfter && !isBefore) {
      found.add(one);
    }
  }

  private List<Occurrence> expand(Entry master, Span span, Instant from, Instant to, int most) {
    if (!master.isRecurring()) {
      boolean isReplaced = replaced(master, span).contains(span.start());
      return isReplaced ? List.of() : List.of(span.at(master, span.start(), null, false));
    }
    TreeMap<LocalDateTime, Span> times = new TreeMap<>();
    Duration reach = reach(span);
    LocalDateTime begin = span.zone().local(from, reader).minus(reach);
    LocalDateTime end = span.zone().local(to, reader).plus(reach);
    Set<LocalDateTime> gone = gone(master, span);
    for (String rule : master.when().rules()) {
      List<LocalDateTime> ofRule = times(rule, span, begin, end, most + gone.size());
      ofRule.forEach(time -> times.put(time, span));
    }
    for (Entry.MorePeriod more : master.when().dates()) {
      times.put(inZone(more.start(), span), span.lasting(more, reader));
    }
    times.putIfAbsent(span.start(), span);
    times.keySet().removeAll(gone);
    Set<LocalDate> goneDays = goneDays(master, span);
    List<Occurrence> found = new ArrayList<>();
    times.forEach(
        (time, lasting) -> {
          if (!goneDays.contains(time.toLocalDate())) {
            found.add(changed(master, span, lasting, time));
          }
        });
    return found;
  }

  private List<LocalDateTime> times(
      String rule, Span span, LocalDateTime begin, LocalDateTime end, int most) {
    if (budget.isSpent()) {
      concerns.add(
          "its repetition is not expanded, only its first time is shown: too many rules in this"
              + " folder take too long ("
              + rule(rule)
              + ")");
      return List.of();
    }
    try {
      Recurrence recurrence =
          new Recurrence(
              rule, span.start(), utc -> span.zone().local(Zone.UTC.instant(utc, reader), reader));
      Recurrence.Found found = recurrence.between(begin, end, most, budget);
      if (found.isCut() && (most >= MOST || found.times().size() < most)) {
        concerns.add("repeats too often: not all occurrences are shown (" + rule(rule) + ")");
      }
      return found.times();
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      concerns.add(
          "its recurrence rule cannot be used: only its first occurrence is shown ("
              + rule(rule)
              + ")");
      return List.of();
    }
  }

  private static String rule(String rule) {
    return Shortened.to(80, rule);
  }

  /** Returns how far an occurrence may be from the time in the rule. */
  private Duration reach(Span span) {
    Duration reach = span.length().plus(Duration.ofDays(1));
    for (Entry override : overrides) {
      Span other = Span.of(override, reader);
      if (override.when().isForFuture() && other != null) {
        Duration shift = shift(override, other, span).abs().plus(other.length());
        reach = reach.compareTo(shift) < 0 ? shift : reach;
      }
    }
    return reach.compareTo(Duration.ofDays(4000)) > 0 ? Duration.ofDays(4000) : reach;
  }

  private Duration shift(Entry override, Span other, Span span) {
    return Duration.between(inZone(override.when().instead(), span), other.inZone(span.zone()));
  }

  /** Returns an occurrence as changed by the last override before it with RANGE=THISANDFUTURE. */
  private Occurrence changed(Entry master, Span span, Span lasting, LocalDateTime time) {
    Entry override =
        overrides.stream()
            .filter(one -> one.when().isForFuture() && Span.of(one, reader) != null)
            .filter(one -> !inZone(one.when().instead(), span).isAfter(time))
            .max(Comparator.comparing(one -> inZone(one.when().instead(), span)))
            .orElse(null);
    if (override == null) {
      return lasting.at(master, time, time, false);
    }
    Span other = Span.of(override, reader);
    Span moved = other.in(span.zone());
    return moved.at(override, time.plus(shift(override, other, span)), time, true);
  }

  /** Returns the occurrences of the series that are excluded or overridden. */
  private Set<LocalDateTime> gone(Entry master, Span span) {
    Set<LocalDateTime> gone = replaced(master, span);
    master.when().excluded().stream()
        .filter(moment -> isExact(moment, span))
        .forEach(moment -> gone.add(inZone(moment, span)));
    return gone;
  }

  private Set<LocalDateTime> replaced(Entry master, Span span) {
    Set<LocalDateTime> replaced = new HashSet<>();
    for (Entry override : overrides) {
      if (override.component().equals(master.component())
          && isExact(override.when().instead(), span)) {
        replaced.add(inZone(override.when().instead(), span));
      }
    }
    return replaced;
  }

  /** Some programs exclude a date from a series with times. */
  private Set<LocalDate> goneDays(Entry master, Span span) {
    Set<LocalDate> days = new HashSet<>();
    List<Entry.Moment> all = new ArrayList<>(master.when().excluded());
    overrides.stream()
        .filter(one -> one.component().equals(master.component()))
        .forEach(one -> all.add(one.when().instead()));
    all.stream()
        .filter(moment -> !isExact(moment, span))
        .forEach(moment -> days.add(moment.time().toLocalDate()));
    return days;
  }

  /**
   * Returns whether the value identifies one occurrence. Otherwise it means all occurrences of a
   * day.
   */
  private static boolean isExact(Entry.Moment moment, Span span) {
    return moment.isDate() == span.isAllDay();
  }

  private LocalDateTime inZone(Entry.Moment moment, Span span) {
    if (moment.isDate() || span.isAllDay() || moment.zone().isFloating()) {
      return span.isAllDay() ? moment.time().truncatedTo(ChronoUnit.DAYS) : moment.time();
    }
    return span.zone().local(moment.zone().instant(moment.time(), reader), reader);
  }
}
