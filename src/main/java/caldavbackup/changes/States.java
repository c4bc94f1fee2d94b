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
 * One account's part of the store of states. Without a store, nothing is known and nothing is kept.
 *
 * <p>Keys are {@code caldav:<origin>:<path>}, where {@code %}, {@code =}, controls and what is not
 * ASCII are percent-encoded; values are JSON in ASCII, on one line. The path of an object is {@code
 * directory/file} as in a snapshot; of a calendar's index, {@code directory/} and its pages {@code
 * directory/0} and so on; of the account's calendars it is empty. An empty value stands for none,
 * because a {@link StateRepository} removes nothing.
 *
 * <p>Safe for use by several threads, as far as the store is.
 */
final class States {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final StateRepository<String, String> store;
  private final String prefix;

  /**
   * The part of the account with this origin.
   *
   * @param store null for none
   */
  States(StateRepository<String, String> store, String origin) {
    this.store = store;
    this.prefix = "caldav:" + encoded(origin) + ":";
  }

  /** Whether there is a store. */
  boolean areKept() {
    return store != null;
  }

  /**
   * What is kept under a path; null when nothing is.
   *
   * @throws Failure when the store cannot be read, or the value is no JSON
   */
  JsonNode get(String path) throws Failure {
    String value = value(path);
    try {
      return value == null ? null : JSON.readTree(value);
    } catch (JsonProcessingException e) {
      throw new Failure(
              Failure.Kind.SERVER,
              "the store of states is damaged at "
                  + prefix
                  + encoded(path)
                  + ": empty the store; the next run delivers every object again",
              e)
          .ofRun();
    }
  }

  /**
   * What is known of the object with this path; null when nothing is. One whose state is damaged is
   * {@link ObjectState#UNKNOWN}.
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
      return ObjectState.UNKNOWN; // it is read and delivered again
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
   * Keeps a value under a path.
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
   * Keeps nothing under a path any more.
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

  /** Ends a run: nothing more is delivered while nobody knows what the sink has. */
  static Failure failed(String what, Exception e) {
    return new Failure(
            Failure.Kind.SERVER,
            "the store of states cannot be " + what + ": " + Endpoints.withoutSecrets(Reason.of(e)),
            e)
        .ofRun();
  }

  /** Text that every store takes as a part of a key. */
  private static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b <= ' ' || b == '%' || b == '=' || b == 0x7f) { // bytes beyond ASCII are negative
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }
}
