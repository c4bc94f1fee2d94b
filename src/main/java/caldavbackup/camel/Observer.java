package caldavbackup.camel;

import java.time.Duration;
import java.time.Instant;

/**
 * Is notified of the work of the routes: a bean in the registry of an application, found by its
 * type at the first event. Several threads of the routes may call it at the same time, so it must
 * not block. Its exceptions are logged and otherwise ignored.
 *
 * <p>No argument contains a secret.
 */
public interface Observer {
  /**
   * The sink of {@code direct:caldav-backup} accepted an object.
   *
   * @param origin the account, {@code user@host/path}
   * @param change {@code created}, {@code updated} or {@code deleted}; null without a state store,
   *     when every object is delivered
   * @param bytes the length of the object; 0 for a deletion
   */
  default void object(String origin, String change, long bytes) {}

  /**
   * A request was answered, or failed. Each retry is a separate event.
   *
   * @param method for example {@code PROPFIND}
   * @param status the HTTP status; 0 without an answer
   * @param duration the time until the head of the answer was read
   */
  default void request(String origin, String method, int status, Duration duration) {}

  /**
   * Something is missing in a backup.
   *
   * @param kind {@code object} for an object that could not be read, {@code sink} for a message
   *     that the host did not accept; otherwise the kind of the failure that ended the run, in
   *     lower case, for example {@code sign_in}
   */
  default void failure(String origin, String kind) {}

  /**
   * A run of {@code direct:caldav-backup} ended.
   *
   * @param complete whether nothing is missing
   */
  default void run(String origin, boolean complete, Instant started, Duration duration) {}
}
