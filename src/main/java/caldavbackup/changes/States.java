package caldavbackup.changes;

import caldavbackup.states.Lease;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.spi.StateRepository;

/**
 * One account's part of the state store. What fails ends the run: nothing more is delivered while
 * nobody knows what the sink has. Without a store, nothing is known and nothing is kept.
 *
 * <p>Keys are {@code caldav:<origin>:<path>}, with {@code %}, {@code =}, control characters and
 * non-ASCII characters percent-encoded. Values are JSON in ASCII, on one line. The path of an
 * object is {@code directory/file} as in a snapshot. The path of a calendar's index is {@code
 * directory/}, of its pages {@code directory/0} and so on; that of the account's calendars is
 * empty. An empty value means none, because a {@link StateRepository} cannot remove values.
 *
 * <p>Safe for use by several threads if the store is.
 */
final class States {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Store store;
  private final Lease lease;
  private final String prefix;

  /**
   * Creates the part for the account with this origin.
   *
   * @param store null for none
   * @param lease must be held when something is written; null when there is none
   */
  States(Store store, String origin, Lease lease) {
    this.store = store;
    this.lease = lease;
    this.prefix = "caldav:" + Store.encoded(origin) + ":";
  }

  /** Returns whether there is a store. */
  boolean areKept() {
    return store != null;
  }

  /**
   * The value for a path; null if there is none.
   *
   * @throws Failure when the store cannot be read, or the value is not JSON
   */
  JsonNode get(String path) throws Failure {
    String value = value(path);
    try {
      return value == null ? null : JSON.readTree(value);
    } catch (JsonProcessingException e) {
      throw new Failure(
              Failure.Kind.SERVER,
              "the state store is damaged at "
                  + prefix
                  + Store.encoded(path)
                  + ": empty the store; the next run delivers every object again",
              e)
          .ofRun();
    }
  }

  /**
   * The state of the object with this path; null if there is none. A damaged state is {@link
   * ObjectState#UNKNOWN}.
   *
   * @throws Failure when the store cannot be read
   */
  ObjectState object(String path) throws Failure {
    String value = value(path);
    if (value == null) {
      return null;
    }
    try {
      return ObjectState.of(JSON.readTree(value));
    } catch (JsonProcessingException e) {
      return ObjectState.UNKNOWN; // read and delivered again
    }
  }

  private String value(String path) throws Failure {
    if (store == null) {
      return null;
    }
    try {
      return store.get(prefix + Store.encoded(path));
    } catch (Failure e) {
      throw e.ofRun();
    }
  }

  /**
   * Stores a value for a path.
   *
   * @throws Failure when the store cannot be written
   */
  void put(String path, JsonNode value) throws Failure {
    try {
      set(path, JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts is always JSON", e);
    }
  }

  /**
   * Removes the value for a path.
   *
   * @throws Failure when the store cannot be written
   */
  void remove(String path) throws Failure {
    set(path, "");
  }

  private void set(String path, String value) throws Failure {
    if (store == null) {
      return;
    }
    if (lease != null && !lease.holds()) {
      throw Failure.incomplete(
              "this run could not tell the state store in time that it goes on: another run may"
                  + " have taken the account over")
          .ofRun();
    }
    try {
      store.set(prefix + Store.encoded(path), value);
    } catch (Failure e) {
      throw e.ofRun();
    }
  }
}
