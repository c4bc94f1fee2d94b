package caldavbackup.changes;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.camel.spi.StateRepository;

/**
 * The part of the state store for one account. Without a store, nothing is known and nothing is
 * stored.
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

  private final StateRepository<String, String> store;
  private final String prefix;

  /**
   * Creates the part for the account with this origin.
   *
   * @param store null for none
   */
  States(StateRepository<String, String> store, String origin) {
    this.store = store;
    this.prefix = "caldav:" + encoded(origin) + ":";
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
                  + encoded(path)
                  + ": empty the state store; the next run delivers every object again",
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
      String value = store.getState(prefix + encoded(path));
      return value == null || value.isEmpty() ? null : value;
    } catch (RuntimeException e) {
      throw failed("read", e);
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
    try {
      store.setState(prefix + encoded(path), value);
    } catch (RuntimeException e) {
      throw failed("written", e);
    }
  }

  /** A failure that ends the run: without the state of the sink, nothing more is delivered. */
  static Failure failed(String what, Exception e) {
    return new Failure(
            Failure.Kind.SERVER,
            "the state store cannot be " + what + ": " + Endpoints.withoutSecrets(Reason.of(e)),
            e)
        .ofRun();
  }

  /** Encodes text for a key of any store. */
  private static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b <= ' ' || b == '%' || b == '='
          || b == 0x7f) { // bytes of non-ASCII characters are negative
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }
}
