package caldavbackup.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/**
 * The JSON lines of a folder's state: a head that names the account, then one line for each file.
 */
final class StateLines {
  private static final JsonFactory JSON = new JsonFactory();

  private StateLines() {}

  /**
   * The content of the head.
   *
   * @param origin the account; null when the line is not a head
   * @param isComplete whether the run listed the whole account
   */
  record Head(String origin, boolean isComplete) {
    /**
     * Reads a head.
     *
     * @param line null when there is none
     * @throws JsonProcessingException when the line is not JSON
     */
    static Head of(String line) throws IOException {
      return line == null ? new Head(null, true) : new Head(origin(line), isComplete(line));
    }

    private static String origin(String line) throws IOException {
      try (JsonParser json = JSON.createParser(line)) {
        boolean isOrigin =
            json.nextToken() == JsonToken.START_OBJECT
                && "origin".equals(json.nextFieldName())
                && json.nextToken() == JsonToken.VALUE_STRING;
        return isOrigin ? json.getText() : null;
      }
    }

    private static boolean isComplete(String line) throws IOException {
      try (JsonParser json = JSON.createParser(line)) {
        while (json.nextToken() != null) {
          if ("complete".equals(json.currentName())
              && json.currentToken() == JsonToken.VALUE_FALSE) {
            return false;
          }
        }
      }
      return true;
    }

    /** Returns the head as a line, without a line end. */
    String line() throws IOException {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(text)) {
        json.writeStartObject();
        json.writeStringField("origin", origin);
        if (!isComplete) {
          json.writeBooleanField("complete", false);
        }
        json.writeEndObject();
      }
      return text.toString();
    }
  }

  /**
   * Returns a file's line, without a line end. Formatted by hand for speed, because there are many.
   */
  static String of(String path, FileState file) {
    StringBuilder line = new StringBuilder(160).append("{\"path\":\"");
    JsonStringEncoder.getInstance().quoteAsString(path, line);
    line.append("\",\"ino\":").append(file.version().ino());
    line.append(",\"mtime\":").append(file.version().seconds());
    line.append(",\"size\":").append(file.version().size());
    line.append(",\"bytes\":").append(file.bytes());
    if (file.proof() != null) {
      line.append(",\"proof\":\"").append(file.proof().word()).append('"');
    }
    if (file.kind() != null) {
      line.append(",\"type\":\"").append(file.kind().type()).append('"');
    }
    return line.append('}').toString();
  }

  /**
   * Reads a file's line into the map, and replaces an earlier line with the same path.
   *
   * @return whether the line could be read
   */
  static boolean read(String line, Map<String, FileState> files) throws IOException {
    String path = null;
    long ino = 0;
    long seconds = 0;
    long size = 0;
    long bytes = -1;
    Proof proof = null;
    ObjectKind kind = null;
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
        switch (name) {
          case "path" -> path = isText ? json.getText() : null;
          case "ino" -> ino = json.getValueAsLong();
          case "mtime" -> seconds = json.getValueAsLong();
          case "size" -> size = json.getValueAsLong();
          case "bytes" -> bytes = json.getValueAsLong(-1);
          case "proof" -> proof = isText ? Proof.named(json.getText()) : null;
          case "type" -> kind = isText ? ObjectKind.ofType(json.getText()) : null;
          default -> json.skipChildren(); // of a later version
        }
      }
    } catch (JsonProcessingException e) {
      return false;
    }
    if (path != null) {
      files.put(path, new FileState(new FileState.Version(ino, seconds, size), bytes, proof, kind));
    }
    return path != null;
  }
}
