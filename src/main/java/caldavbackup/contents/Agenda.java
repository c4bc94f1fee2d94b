package caldavbackup.contents;

import java.time.Instant;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The occurrences of all objects on some days, with recurrence rules, exceptions and overrides
 * applied.
 *
 * <p>A series without an end is expanded only within the range. A series that repeats too often is
 * cut, and reported.
 */
public final class Agenda {
  /** The maximum number of occurrences. */
  private static final int MOST = 100_000;

  private static final Comparator<Occurrence> ORDER =
      Comparator.comparing(Occurrence::begins)
          .thenComparing(one -> one.isAllDay() ? 0 : 1)
          .thenComparing(Comparator.comparing(Occurrence::ends).reversed())
          .thenComparing(one -> one.entry().object().path());

  private final Range range;
  private final RecurrenceBudget budget;
  private final List<Occurrence> occurrences = new ArrayList<>();
  private final List<Entry> undated = new ArrayList<>();
  private final List<Occurrence> overdue = new ArrayList<>();
  private final Set<Problem> problems = new LinkedHashSet<>();
  private Occurrence lastBefore;
  private Occurrence firstAfter;
  private int before;
  private int after;
  private boolean isFull;

  private Agenda(Range range, RecurrenceBudget budget) {
    this.range = range;
    this.budget = budget;
  }

  /** Returns the agenda of everything in the range. */
  public static Agenda of(FolderContents contents, Range range) {
    return of(contents, range, Set.of(), entry -> true);
  }

  /**
   * Returns the agenda of the range.
   *
   * @param components the types of objects to include, empty for all
   * @param wanted selects the entries
   */
  public static Agenda of(
      FolderContents contents, Range range, Set<String> components, Predicate<Entry> wanted) {
    return of(contents, range, components, wanted, new RecurrenceBudget());
  }

  /** The same with another budget for recurrence rules. */
  static Agenda of(
      FolderContents contents,
      Range range,
      Set<String> components,
      Predicate<Entry> wanted,
      RecurrenceBudget budget) {
    Agenda agenda = new Agenda(range, budget);
    ObjectReader.each(
        contents,
        components,
        agenda.problems,
        (object, entries) -> agenda.take(object, entries, wanted));
    agenda.occurrences.sort(ORDER);
    agenda.overdue.sort(ORDER);
    if (agenda.isFull) {
      agenda.problems.add(
          new Problem(
              null, "more than " + MOST + " occurrences: not all are shown, select fewer days"));
    }
    return agenda;
  }

  private void take(StoredObject object, List<Entry> all, Predicate<Entry> wanted) {
    ZoneRules reader = range.zone().getRules();
    Series series = new Series(all, reader, budget);
    Instant from = range.from();
    Instant to = range.to();
    List<Occurrence> found =
        series.between(from, to, Series.MOST).stream()
            .filter(one -> wanted.test(one.entry()))
            .toList();
    series.undated().stream().filter(wanted).forEach(undated::add);
    if (!found.isEmpty()) {
      int room = Math.max(0, MOST - occurrences.size());
      isFull |= found.size() > room;
      occurrences.addAll(found.subList(0, Math.min(room, found.size())));
    } else if (all.stream().anyMatch(wanted)) {
      outside(series, from, to, wanted);
    }
    series.concerns().forEach(one -> problems.add(new Problem(object.path(), one)));
  }

  private void outside(Series series, Instant from, Instant to, Predicate<Entry> wanted) {
    Occurrence next =
        series.from(to, 1).stream()
            .filter(one -> wanted.test(one.entry()))
            .findFirst()
            .orElse(null);
    if (next != null) {
      after++;
      firstAfter =
          firstAfter == null || next.begins().isBefore(firstAfter.begins()) ? next : firstAfter;
      return;
    }
    Occurrence last = series.lastBefore(from);
    if (last == null || !wanted.test(last.entry())) {
      return;
    }
    if (last.entry().isOpenTask()) {
      overdue.add(last);
      return;
    }
    before++;
    if (lastBefore == null || last.begins().isAfter(lastBefore.begins())) {
      lastBefore = last;
    }
  }

  /** Returns the days of the agenda. */
  public Range range() {
    return range;
  }

  /** Returns all occurrences that overlap the range, ordered by start; whole days come first. */
  public List<Occurrence> occurrences() {
    return Collections.unmodifiableList(occurrences);
  }

  /** Returns the entries without a date: tasks, journals, and incomplete events. */
  public List<Entry> undated() {
    return Collections.unmodifiableList(undated);
  }

  /** Returns the open tasks that were due before the range. */
  public List<Occurrence> overdue() {
    return Collections.unmodifiableList(overdue);
  }

  /**
   * Returns how many objects have their last occurrence before the range, not counting {@link
   * #overdue}.
   */
  public int before() {
    return before;
  }

  /** Returns how many objects have an occurrence after the range, but none in it. */
  public int after() {
    return after;
  }

  /**
   * Returns the last occurrence of the objects that {@link #before} counts; null if there is none.
   */
  public Occurrence lastBefore() {
    return lastBefore;
  }

  /**
   * Returns the first occurrence of the objects that {@link #after} counts; null if there is none.
   */
  public Occurrence firstAfter() {
    return firstAfter;
  }

  /**
   * Returns what cannot be read or is not shown completely. Problems of the folder are not
   * included.
   */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }
}
