package caldavbackup.camel;

import java.time.Duration;
import java.time.Instant;

/**
 * Is told what the routes do: a bean in the registry of an application, found by its type when the
 * first event happens. Called by several threads at once, on the threads of the routes: an observer
 * must not block. What it throws is logged, and changes nothing.
 *
 * <p>No argument holds a secret.
 */
public interface Observer {
  /**
   * The sink of {@code direct:caldav-backup} took an object.
   *
   * @param origin the account, {@code user@host/path}
   * @param change {@code created}, {@code updated} or {@code deleted}; null without a store of
   *     states, when every object is delivered
   * @param bytes the object's length, 0 for a deletion
   */
  default void object(String origin, String change, long bytes) {}

  /**
   * A request was answered, or failed. One that is repeated is told each time.
   *
   * @param method for example {@code PROPFIND}
   * @param status the HTTP status, 0 when no answer came
   * @param duration until the answer's head was read
   */
  default void request(String origin, String method, int status, Duration duration) {}

  /**
   * Something is missing of a backup.
   *
   * @param kind {@code object} for an object that could not be read, {@code sink} for a message
   *     that the host did not take; else the kind of the failure that ended the run, in lower case,
   *     for example {@code sign_in}
   */
  default void failure(String origin, String kind) {}

  /**
   * A run of {@code direct:caldav-backup} ended.
   *
   * @param complete whether nothing is missing
   */
  default void run(String origin, boolean complete, Instant started, Duration duration) {}
}
