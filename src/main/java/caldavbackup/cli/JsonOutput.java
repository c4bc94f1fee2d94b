package caldavbackup.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * JSON output, one object per line. The last object is the summary, which says whether everything
 * succeeded. It is printed however the command ends.
 */
final class JsonOutput implements Consumer<ObjectNode> {
  /** The message of a command that another fault than its own sentence ended. */
  static final String ENDED_EARLY = "it ended early";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private ObjectNode summary = JsonNodeFactory.instance.objectNode().put("type", "summary");

  /** Prints to this stream. */
  JsonOutput(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void accept(ObjectNode line) {
    if (line.path("type").asText().equals("summary")) {
      summary = line;
    } else {
      print(line);
    }
  }

  /**
   * Prints the summary.
   *
   * @param message why the command failed; null on success
   */
  synchronized void end(String message) {
    print(summary.put("complete", message == null).put("message", message));
  }

  private void print(ObjectNode line) {
    try {
      out.println(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
