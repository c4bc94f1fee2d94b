package caldavbackup.snapshot;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarDetails;
import caldavbackup.caldav.CalendarDetails.OtherProperty;
import caldavbackup.caldav.Origin;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files next to the objects of a calendar: those that vdir defines ({@code displayname}, {@code
 * color}, {@code description}, {@code order}), for programs that read vdirs, and {@code
 * .calendar.json} with everything that a restore needs.
 *
 * <p>Their content does not change between runs while the calendar and the number of its objects
 * stay the same.
 */
public final class CalendarFiles {
  /** The file that a restore reads. */
  public static final String IDENTITY = ".calendar.json";

  /** The files that vdir defines, with one property of the calendar each. */
  public static final Set<String> VDIR_FILES =
      Set.of("color", "description", "displayname", "order");

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private CalendarFiles() {}

  /**
   * The number of objects in a calendar when it was listed.
   *
   * @param objects the number in the listing
   * @param isComplete whether the listing was complete
   */
  public record Count(int objects, boolean isComplete) {}

  /**
   * Name and content of each file, sorted by name.
   *
   * @param whole the calendar to restore it as: itself, or the one that it is a part of
   * @param selected the options that exclude something of the account, so that a filtered snapshot
   *     is not taken for a complete one; empty when there are none
   * @param count the number of objects in the snapshot; null if its store keeps a list
   */
  public static Map<String, byte[]> of(
      Calendar calendar, Calendar whole, Map<String, String> selected, Count count) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(IDENTITY, identity(calendar, whole, selected, count));
    put(files, "color", rgb(calendar.color()));
    put(files, "description", calendar.description());
    put(files, "displayname", calendar.displayName());
    put(files, "order", calendar.order());
    return files;
  }

  /**
   * The calendar that an identity file describes. Its URL is only the former path.
   *
   * @throws Failure when the file does not have this format
   */
  public static Calendar parse(byte[] identity) throws Failure {
    try {
      JsonNode json = JSON.readTree(identity);
      if (json == null || json.path("format").asInt() < 1 || !json.path("href").isTextual()) {
        throw Failure.option(IDENTITY + " does not name a calendar");
      }
      if (json.path("format").asInt() > FORMAT) {
        throw Failure.option(
            IDENTITY
                + " was written by a newer version (format "
                + json.path("format").asInt()
                + ")");
      }
      return new Calendar(
          json.path("href").asText(),
          text(json, "displayname"),
          text(json, "description"),
          text(json, "color"),
          text(json, "order"),
          text(json, "timezone"),
          list(json.path("components")),
          json.path("transparent").asBoolean(),
          details(json),
          false,
          origin(json));
    } catch (Failure e) {
      throw e;
    } catch (JsonEOFException e) {
      throw Failure.option(IDENTITY + " is incomplete");
    } catch (IOException e) {
      throw Failure.option(IDENTITY + " is not valid JSON");
    }
  }

  /**
   * Returns whether the snapshot contains only a part of the calendar's objects, according to the
   * file.
   */
  public static boolean isFiltered(byte[] identity) {
    try {
      JsonNode selection = JSON.readTree(identity).path("selection");
      return selection.has("components") || selection.has("since") || selection.has("until");
    } catch (IOException e) {
      return true; // unknown
    }
  }

  /** The number of objects in the snapshot, according to the file; null if it has none. */
  public static Count count(byte[] identity) {
    try {
      JsonNode json = JSON.readTree(identity);
      return json.path("objects").isInt()
          ? new Count(json.path("objects").asInt(), !json.path("incomplete").asBoolean())
          : null;
    } catch (IOException e) {
      return null; // the code that parses the whole file reports it
    }
  }

  /**
   * The origin. An unknown role counts as shared, so that no calendar of another user is
   * overwritten.
   */
  private static Origin origin(JsonNode json) {
    String word = json.path("role").asText("own");
    Calendar.Role role =
        Arrays.stream(Calendar.Role.values())
            .filter(known -> known.word().equals(word))
            .findFirst()
            .orElse(Calendar.Role.SHARED);
    return new Origin(role, text(json, "owner"), text(json, "source"));
  }

  private static byte[] identity(
      Calendar part, Calendar calendar, Map<String, String> selected, Count count) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("href", Hrefs.path(calendar.url()));
    if (!part.url().equals(calendar.url())) {
      json.put("part", Hrefs.path(part.url()));
    }
    putText(json, "displayname", calendar.displayName());
    putText(json, "description", calendar.description());
    putText(json, "color", calendar.color());
    putText(json, "order", calendar.order());
    if (calendar.role() != Calendar.Role.OWN) {
      json.put("role", calendar.role().word());
    }
    putText(json, "owner", calendar.origin().owner());
    putText(json, "source", calendar.origin().source());
    calendar.components().forEach(json.withArray("components")::add);
    json.put("transparent", calendar.transparent());
    putText(json, "timezone", calendar.timezone());
    put(json, calendar.details());
    putAll(json, "selection", selected);
    if (count != null) {
      json.put("objects", count.objects());
      if (!count.isComplete()) {
        json.put("incomplete", true);
      }
    }
    try {
      return (JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts is always JSON", e);
    }
  }

  private static void put(ObjectNode json, CalendarDetails details) {
    putText(json, "timezone_id", details.timezoneId());
    putAll(json, "default_alarms", details.alarms());
    putAll(json, "limits", details.limits());
    details.privileges().forEach(json.withArray("privileges")::add);
    details.shares().forEach(json.withArray("shares")::add);
    for (OtherProperty other : details.others()) {
      json.withArray("properties").addObject().put("name", other.name()).put("xml", other.xml());
    }
  }

  private static CalendarDetails details(JsonNode json) {
    List<OtherProperty> others = new ArrayList<>();
    for (JsonNode other : json.path("properties")) {
      if (other.path("name").asText().matches("\\{[^{}]*}[^{}]+")) {
        others.add(new OtherProperty(other.path("name").asText(), other.path("xml").asText()));
      }
    }
    return new CalendarDetails(
        text(json, "timezone_id"),
        texts(json.path("default_alarms")),
        texts(json.path("limits")),
        list(json.path("privileges")),
        list(json.path("shares")),
        others,
        null);
  }

  private static void putAll(ObjectNode json, String name, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      texts.forEach(json.putObject(name)::put);
    }
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }

  /** The colour as {@code #RRGGBB}, the only form in vdir. Apple's form appends the opacity. */
  private static String rgb(String color) {
    if (color == null || !color.matches("#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")) {
      return null;
    }
    return color.substring(0, 7);
  }

  private static void put(Map<String, byte[]> files, String name, String text) {
    if (text != null) {
      files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void putText(ObjectNode json, String name, String text) {
    if (text != null) {
      json.put(name, text);
    }
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).isTextual() ? json.path(name).asText() : null;
  }
}
