package caldavbackup.restore.manifest;

import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one manifest. Its objects are read one by one: there may be many. */
final class ManifestReader {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIGEST = "[0-9a-fA-F]{64}";

  private final ObjectNode rest = JSON.createObjectNode();
  private final List<ManifestObject> objects = new ArrayList<>();
  private String label;

  private ManifestReader(String label) {
    this.label = label;
  }

  /**
   * Reads a manifest.
   *
   * @param json its text
   * @param label how messages call it until it tells its calendar, for example {@code the manifest}
   * @throws Failure when it is damaged, of a newer format, or no manifest at all
   */
  static Manifest read(byte[] json, String label) throws Failure {
    ManifestReader reader = new ManifestReader(label);
    try (JsonParser parser = JSON.createParser(json)) {
      reader.parse(parser);
    } catch (Failure e) {
      throw e;
    } catch (JsonEOFException e) {
      throw reader.damaged("it breaks off");
    } catch (JsonProcessingException e) {
      throw reader.damaged(
          "it is not JSON (line %d, column %d)"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw reader.damaged("it is not JSON");
    }
    return reader.manifest();
  }

  private Failure damaged(String why) {
    return Failure.option(label + " is damaged, " + why);
  }

  private void parse(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw damaged("it is not JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("objects")) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          objects.add(object(parser.readValueAsTree()));
        }
        rest.putArray(name);
      } else {
        rest.set(name, parser.readValueAsTree());
      }
    }
    if (parser.nextToken() != null) {
      throw damaged("something follows its end");
    }
  }

  private static ManifestObject object(JsonNode json) {
    return new ManifestObject(
        text(json, "path"),
        text(json, "href"),
        text(json, "name"),
        text(json, "etag"),
        json.path("length").isIntegralNumber() ? json.path("length").asLong() : -1,
        text(json, "sha256"));
  }

  private Manifest manifest() throws Failure {
    int format = rest.path("format").asInt();
    if (format > FORMAT) {
      throw Failure.option(
          "%s has format %d, written by a newer version: this one reads format %d"
              .formatted(label, format, FORMAT));
    }
    JsonNode calendar = rest.path("calendar");
    if (format < 1 || !calendar.isObject()) {
      throw Failure.option(
          "the body is neither a calendar object nor a manifest: its JSON does not say which"
              + " calendar it describes, in which format");
    }
    String directory = text(calendar, "directory");
    if (!ManifestPaths.isSegment(directory)) {
      throw damaged("its directory is not one safe name: " + directory);
    }
    label = label + " of calendar '" + directory + "'";
    boolean isGone = rest.path("gone").asBoolean();
    if (!rest.path("complete").isBoolean() || (!rest.path("objects").isArray() && !isGone)) {
      throw damaged("it does not say which objects it has, or whether these are all");
    }
    requireSound(directory);
    List<Manifest.LeftOut> leftOut = leftOut();
    return new Manifest(
        label,
        text(rest, "origin"),
        text(rest, "run"),
        directory,
        text(calendar, "href"),
        isGone,
        rest.path("complete").asBoolean(),
        isGone ? null : identity(calendar.path("identity"), leftOut.size()),
        objects,
        leftOut);
  }

  private void requireSound(String directory) throws Failure {
    Set<String> paths = new HashSet<>();
    for (ManifestObject object : objects) {
      if (object.path() == null || !ManifestPaths.isObject(object.path(), directory)) {
        throw damaged(
            "the path of an object is not '%s/' and one safe name that ends in .ics: %s"
                .formatted(directory, object.path()));
      }
      if (object.length() < 0 || object.sha256() == null || !object.sha256().matches(DIGEST)) {
        throw damaged("it does not tell length and SHA-256 of " + object.path());
      }
      if (!paths.add(object.path())) {
        throw damaged("it names " + object.path() + " twice");
      }
    }
  }

  private List<Manifest.LeftOut> leftOut() {
    List<Manifest.LeftOut> leftOut = new ArrayList<>();
    for (JsonNode one : rest.path("leftOut")) {
      leftOut.add(new Manifest.LeftOut(text(one, "path"), text(one, "href"), text(one, "reason")));
    }
    return leftOut;
  }

  /** The file that a restore reads; it tells how many objects the calendar had. */
  private byte[] identity(JsonNode said, int leftOut) throws Failure {
    if (!said.isObject()) {
      throw damaged("it has no identity of the calendar");
    }
    ObjectNode identity = said.deepCopy();
    identity.put("objects", objects.size() + leftOut);
    identity.remove("incomplete");
    if (!rest.path("complete").asBoolean()) {
      identity.put("incomplete", true);
    }
    if (!identity.has("selection") && !rest.path("selection").isEmpty()) {
      identity.set("selection", rest.path("selection"));
    }
    try {
      byte[] bytes = JSON.writeValueAsBytes(identity);
      String segment = CalendarFiles.parse(bytes).segment();
      if (!segment.isEmpty() && !ManifestPaths.isName(segment)) {
        throw damaged("the identity's href leads out of its folder: " + text(said, "href"));
      }
      return bytes;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    } catch (Failure e) {
      throw e.getMessage().startsWith(label) ? e : Failure.option(label + ": " + e.getMessage());
    }
  }

  /** Which calendar it is, whatever its directory is called. */
  static String place(Manifest manifest) {
    return manifest.origin()
        + " "
        + (manifest.href() == null ? manifest.directory() : Hrefs.canonicalPath(manifest.href()));
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).isTextual() ? json.path(name).asText() : null;
  }
}
