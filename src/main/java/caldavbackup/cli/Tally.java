package caldavbackup.cli;

import caldavbackup.folder.ObjectKind;
import caldavbackup.folder.Progress.Outcome;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcomes of the objects of one calendar, counted by kind. */
final class Tally {
  /** The outcomes after which the target has the current version of the object. */
  private static final Set<Outcome> KEPT =
      EnumSet.of(Outcome.NEW, Outcome.CHANGED, Outcome.REREAD, Outcome.UNCHANGED);

  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final Map<ObjectKind, Integer> kept = new EnumMap<>(ObjectKind.class);

  /** Counts an object. */
  void add(ObjectKind kind, Outcome outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
    if (KEPT.contains(outcome)) {
      kept.merge(kind, 1, Integer::sum);
    }
  }

  /** Adds another tally. */
  void add(Tally other) {
    other.outcomes.forEach((outcome, many) -> outcomes.merge(outcome, many, Integer::sum));
    other.kept.forEach((kind, many) -> kept.merge(kind, many, Integer::sum));
  }

  /** Returns how many objects of the kind are kept. */
  int kept(ObjectKind kind) {
    return kept.getOrDefault(kind, 0);
  }

  /** Returns how many objects had this outcome. */
  int count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }

  /**
   * Returns the counts in words: {@code 120 events, 3 tasks: 4 new, 119 unchanged}. Kept objects
   * come first. Removed, deleted and failed objects are counted only after the colon.
   */
  String text() {
    String objects =
        kept.entrySet().stream()
            .map(entry -> entry.getKey().count(entry.getValue()))
            .collect(Collectors.joining(", "));
    String changes =
        outcomes.entrySet().stream()
            .map(entry -> entry.getValue() + " " + word(entry.getKey()))
            .collect(Collectors.joining(", "));
    String both =
        Stream.of(objects, changes)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": "));
    return both.isEmpty() ? "no objects" : both;
  }

  /** Returns the word for an outcome, in text and in JSON. */
  static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
