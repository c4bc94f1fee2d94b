package caldavbackup.caldav;

import caldavbackup.text.Failure;
import java.util.EnumMap;
import java.util.Map;

/** What a response in the listing of a collection is. Each response is exactly one of these. */
public enum Accounted {
  /** A calendar. */
  CALENDAR,
  /** A calendar object. */
  OBJECT,
  /** The collection that was asked. */
  ITSELF,
  /** A collection in it that may hold calendars or objects, and is entered. */
  FOLDER,
  /** Known to be none of these: an inbox, an address book, a file beside calendars. */
  OTHER,
  /** The same as another response of the same answer. */
  REPEATED,
  /** Listed, and not there (404, 410): it is asked itself. */
  ABSENT,
  /** Says that there is more than the answer holds (507). */
  TRUNCATED,
  /** What it is cannot be told: the run fails at its end. */
  PROBLEM;

  /** How many responses were which. */
  public static final class Counts {
    private final Map<Accounted, Long> counts = new EnumMap<>(Accounted.class);

    public void add(Accounted kind) {
      counts.merge(kind, 1L, Long::sum);
    }

    public long of(Accounted kind) {
      return counts.getOrDefault(kind, 0L);
    }

    /** Fails unless each of so many responses was counted once. */
    public void prove(long responses, String what) throws Failure {
      long counted = counts.values().stream().mapToLong(Long::longValue).sum();
      if (counted != responses) {
        throw Failure.incomplete(
            "only " + counted + " of " + responses + " responses in " + what + " are understood");
      }
    }

    @Override
    public String toString() {
      return counts.toString();
    }
  }
}
