package caldavbackup.camel;

import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * Receives the progress of one run: the value of exchange property {@link
 * CaldavConstants#PROGRESS}.
 *
 * <p>Several threads of the routes call it at once, so it must not block or throw exceptions. A
 * calendar is identified by its directory in the snapshot. An implementation cannot influence the
 * run.
 */
public interface RunProgress {
  /** The phases of a run. */
  enum Phase {
    /** Backup: the server lists the objects. */
    LISTING,
    /** Backup: changed objects are read. */
    READING,
    /** Restore: each object is compared with the existing one. */
    PLANNING,
    /** Restore: objects are written. */
    WRITING,
    /** Restore: written objects are read back and compared. */
    VERIFYING,
    /** Restore with option {@code mirror}: objects that the snapshot lacks are deleted. */
    DELETING
  }

  /** Ignores all progress. */
  RunProgress NONE = new RunProgress() {};

  /** Returns the progress of the exchange; {@link #NONE} if it has none. */
  static RunProgress of(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.PROGRESS) instanceof RunProgress progress
        ? progress
        : NONE;
  }

  /**
   * More calendars were found.
   *
   * @param more the number of calendars that no earlier call counted
   */
  default void calendars(int more) {}

  /**
   * Sets the number of objects of the calendar in the phase. A later call for the same calendar and
   * phase replaces the number.
   */
  default void expect(Phase phase, String calendar, long objects) {}

  /** The run now works on this calendar. */
  default void turn(Phase phase, String calendar) {}

  /**
   * The phase is done for more objects of the calendar.
   *
   * @param objects the number of objects that no earlier call counted
   */
  default void done(Phase phase, String calendar, long objects) {}

  /** The phase is done for the whole calendar. */
  default void finish(Phase phase, String calendar) {}

  /** A request failed and is sent again. */
  default void retries() {}

  /** The server asked to wait before the next request (Retry-After). */
  default void waits(Duration wait) {}
}
