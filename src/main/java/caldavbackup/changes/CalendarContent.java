package caldavbackup.changes;

import caldavbackup.caldav.Member;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a calendar for its manifest, collected during delivery if a manifest is wanted.
 */
final class CalendarContent {
  private static final JsonFactory JSON = new JsonFactory();

  private record Entry(String href, String name, String path, ObjectState state) {}

  private record LeftOut(String href, String path, String reason) {}

  /** Writes fields into a JSON object. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private final boolean isWanted;
  private final List<Entry> objects = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private boolean isComplete = true;

  CalendarContent(boolean isWanted) {
    this.isWanted = isWanted;
  }

  boolean isWanted() {
    return isWanted;
  }

  /** Notes that the sink has the object, or receives it. */
  void has(Member member, String path, ObjectState state) {
    if (isWanted) {
      objects.add(new Entry(member.href(), member.name(), path, state));
    }
  }

  /** Notes that the object is listed, but the sink does not receive it. */
  void lacks(String href, String path, String reason) {
    if (isWanted) {
      leftOut.add(new LeftOut(href, path, reason));
    }
  }

  /** Notes that something is missing that no option excludes. */
  void isIncomplete() {
    isComplete = false;
  }

  /** Returns whether everything is present except what options exclude. */
  boolean isComplete() {
    return isComplete;
  }

  /** The number of objects that the sink has. */
  int size() {
    return objects.size();
  }

  /** Writes the lists. */
  void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("objects");
    for (Entry entry : objects) {
      json.writeStartObject();
      json.writeStringField("href", entry.href());
      json.writeStringField("name", entry.name());
      json.writeStringField("path", entry.path());
      put(json, "uid", entry.state().uid());
      put(json, "etag", entry.state().etag());
      json.writeNumberField("length", entry.state().length());
      json.writeStringField("sha256", entry.state().sha256());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("leftOut");
    for (LeftOut entry : leftOut) {
      json.writeStartObject();
      json.writeStringField("href", entry.href());
      json.writeStringField("path", entry.path());
      json.writeStringField("reason", entry.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void put(JsonGenerator json, String name, String text) throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  /** A JSON object as text. */
  static String text(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("only memory is written", e);
    }
    return text.toString();
  }
}
