package caldavbackup.restore.manifest;

import caldavbackup.caldav.Calendar;
import caldavbackup.snapshot.CalendarFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Manifests as a backup writes them, with faults on demand. */
public final class SampleManifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode json = JSON.createObjectNode();
  private final String directory;

  /** A complete one of a calendar without objects. */
  public SampleManifest(String directory) throws Exception {
    this(directory, Map.of());
  }

  /** The same, of a backup that these options chose from. */
  public SampleManifest(String directory, Map<String, String> selection) throws Exception {
    this.directory = directory;
    Calendar calendar =
        Calendar.named("https://cal.example.org/alice/" + directory + "/", directory);
    json.put("format", 1).put("origin", "alice@cal.example.org/").put("run", "r-" + directory);
    json.putObject("calendar")
        .put("directory", directory)
        .put("href", "/alice/" + directory + "/")
        .set(
            "identity",
            JSON.readTree(
                CalendarFiles.of(calendar, calendar, selection, null).get(CalendarFiles.IDENTITY)));
    json.put("complete", true).putObject("counts");
    json.putArray("objects");
    json.putArray("leftOut");
    json.putObject("selection");
  }

  /** One more object. */
  public SampleManifest with(String file, byte[] bytes) {
    ((ArrayNode) json.get("objects"))
        .addObject()
        .put("href", "/alice/" + directory + "/" + file)
        .put("name", file)
        .put("path", directory + "/" + file)
        .put("uid", file)
        .put("etag", "\"" + file + "\"")
        .put("length", bytes.length)
        .put("sha256", ObjectBytes.digest(bytes));
    return this;
  }

  /** Something that the backup could not read. */
  public SampleManifest without(String file, String reason) {
    ((ArrayNode) json.get("leftOut"))
        .addObject()
        .put("href", "/alice/" + directory + "/" + file)
        .put("path", directory + "/" + file)
        .put("reason", reason);
    json.put("complete", false);
    return this;
  }

  /** The tree, to be spoiled. */
  public ObjectNode json() {
    return json;
  }

  /** The calendar in it. */
  public ObjectNode calendar() {
    return (ObjectNode) json.get("calendar");
  }

  /** The object at this place of it. */
  public ObjectNode object(int at) {
    return (ObjectNode) json.get("objects").get(at);
  }

  /** Its text. */
  public String text() {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
