package caldavbackup.caldav;

import caldavbackup.text.Failure;
import java.util.EnumMap;
import java.util.Map;

/**
 * The classification of a response in the listing of a collection. Each response has exactly one.
 */
public enum Accounted {
  /** A calendar. */
  CALENDAR,
  /** A calendar object. */
  OBJECT,
  /** The collection itself. */
  ITSELF,
  /** A subcollection that may contain calendars or objects; it is listed, too. */
  FOLDER,
  /** Known to be none of these: an inbox, an address book, a file next to calendars. */
  OTHER,
  /** Identical to another response in the same answer. */
  REPEATED,
  /** Listed, but reported as not found (404, 410). It is requested individually. */
  ABSENT,
  /** States that the answer is truncated (507). */
  TRUNCATED,
  /** Cannot be classified. The run fails at its end. */
  PROBLEM;

  /** The number of responses of each kind. */
  public static final class Counts {
    private final Map<Accounted, Long> counts = new EnumMap<>(Accounted.class);

    public void add(Accounted kind) {
      counts.merge(kind, 1L, Long::sum);
    }

    public long of(Accounted kind) {
      return counts.getOrDefault(kind, 0L);
    }

    /** Fails unless this many responses were counted. */
    public void prove(long responses, String what) throws Failure {
      long counted = counts.values().stream().mapToLong(Long::longValue).sum();
      if (counted != responses) {
        throw Failure.incomplete(
            "only " + counted + " of " + responses + " responses in " + what + " were recognized");
      }
    }

    @Override
    public String toString() {
      return counts.toString();
    }
  }
}
