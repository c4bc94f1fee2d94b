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

/** What became of the objects of one calendar, counted by their kind. */
final class Tally {
  /** The objects of which the run leaves a version as the server has it, or puts one there. */
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

  /** Adds all of another one. */
  void add(Tally other) {
    other.outcomes.forEach((outcome, many) -> outcomes.merge(outcome, many, Integer::sum));
    other.kept.forEach((kind, many) -> kept.merge(kind, many, Integer::sum));
  }

  /** How many of the kind are kept. */
  int kept(ObjectKind kind) {
    return kept.getOrDefault(kind, 0);
  }

  /** How many came to this. */
  int count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }

  /**
   * In words: {@code 120 events, 3 tasks: 4 new, 119 unchanged}. What is kept comes first; what was
   * removed, was gone or failed is counted behind it alone.
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

  /** An outcome's word, for people and in JSON. */
  static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
