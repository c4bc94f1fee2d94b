package caldavbackup.camel;

import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * Hears how far one run is: the value of exchange property {@link CaldavConstants#PROGRESS}.
 *
 * <p>Several threads call it at once, on the threads of the routes: it must not block and must not
 * throw. A calendar is named by its directory in the snapshot. Nothing that it hears changes the
 * run.
 */
public interface RunProgress {
  /** What a run does with the objects of a calendar. */
  enum Phase {
    /** A backup: the server lists them. */
    LISTING,
    /** A backup: those that changed are read. */
    READING,
    /** A restore: each is compared with what is there. */
    PLANNING,
    /** A restore: they are written. */
    WRITING,
    /** A restore: what was written is read back and compared. */
    VERIFYING,
    /** A restore with option {@code mirror}: what the snapshot lacks is deleted. */
    DELETING
  }

  /** Hears nothing. */
  RunProgress NONE = new RunProgress() {};

  /** The one on the exchange; {@link #NONE} without one. */
  static RunProgress of(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.PROGRESS) instanceof RunProgress progress
        ? progress
        : NONE;
  }

  /** So many calendars were found, beside those that were told before. */
  default void calendars(int more) {}

  /**
   * So many objects of the calendar are known to belong to the phase. A later call for the same
   * calendar and phase replaces the number.
   */
  default void expect(Phase phase, String calendar, long objects) {}

  /** The run works on this calendar now. */
  default void turn(Phase phase, String calendar) {}

  /** The phase is over for so many more objects of the calendar. */
  default void done(Phase phase, String calendar, long objects) {}

  /** The phase is over for the whole calendar. */
  default void finish(Phase phase, String calendar) {}

  /** A request failed and is sent again. */
  default void retries() {}

  /** The server asked not to be asked again for so long (Retry-After). */
  default void waits(Duration wait) {}
}
