package caldavbackup.contents;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The entries of a folder that match a search, at any time. */
public final class Hits {
  /**
   * A match: a series once, or an override if only the override matches.
   *
   * @param occurrence its next occurrence, or its last one if none is to come; null for an entry
   *     without a date
   * @param isOver whether none is to come
   */
  public record Hit(Entry entry, Occurrence occurrence, boolean isOver) {}

  /** Among this many occurrences, one is very likely not cancelled. */
  private static final int FEW = 5;

  private final List<Hit> hits = new ArrayList<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  private final RecurrenceBudget budget = new RecurrenceBudget();

  private Hits() {}

  /**
   * Searches all objects.
   *
   * @param components the types of objects to include, empty for all
   * @param now the instant after which occurrences are to come
   * @param reader the time zone of floating times
   */
  public static Hits of(
      FolderContents contents,
      Set<String> components,
      Predicate<Entry> wanted,
      Instant now,
      ZoneId reader) {
    Hits found = new Hits();
    ObjectReader.each(
        contents,
        components,
        found.problems,
        (object, entries) -> {
          if (entries.stream().anyMatch(wanted)) {
            Series series = new Series(entries, reader.getRules(), found.budget);
            found.take(series, entries, wanted, now);
            series.concerns().forEach(one -> found.problems.add(new Problem(object.path(), one)));
          }
        });
    found.hits.sort(
        Comparator.comparing(
                (Hit hit) -> hit.occurrence() == null ? Instant.MAX : hit.occurrence().begins())
            .thenComparing(hit -> hit.entry().object().path()));
    return found;
  }

  private void take(Series series, List<Entry> entries, Predicate<Entry> wanted, Instant now) {
    Entry master =
        entries.stream()
            .filter(entry -> entry.when().instead() == null && wanted.test(entry))
            .findFirst()
            .orElse(null);
    if (master != null) {
      List<Occurrence> next = series.from(now, FEW);
      Occurrence shown =
          next.stream()
              .filter(one -> !one.entry().isCancelled())
              .findFirst()
              .orElseGet(() -> next.isEmpty() ? series.lastBefore(now) : next.get(0));
      hits.add(new Hit(master, shown, next.isEmpty()));
      return;
    }
    for (Entry entry : entries) {
      if (wanted.test(entry)) {
        Series alone = new Series(List.of(entry), series.reader(), budget);
        Occurrence only = alone.first();
        hits.add(new Hit(entry, only, only == null || only.ends().isBefore(now)));
      }
    }
  }

  /** Returns the matches ordered by time; entries without a date come last. */
  public List<Hit> all() {
    return Collections.unmodifiableList(hits);
  }

  /** Returns what cannot be read or interpreted. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }
}
