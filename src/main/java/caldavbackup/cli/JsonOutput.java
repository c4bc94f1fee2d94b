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
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final String verdict;
  private ObjectNode summary = JsonNodeFactory.instance.objectNode().put("type", "summary");

  /**
   * Prints to this stream.
   *
   * @param verdict the field of the summary that says whether everything succeeded
   */
  JsonOutput(PrintStream out, String verdict) {
    this.out = out;
    this.verdict = verdict;
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
    print(summary.put(verdict, message == null).put("message", message));
  }

  private void print(ObjectNode line) {
    try {
      out.println(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
