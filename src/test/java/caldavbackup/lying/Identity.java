package caldavbackup.lying;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;

/** Compares a calendar's file of identity with the calendar. */
final class Identity {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MOOD = "{http://mood.example/}mood";
  private static final String COMPONENTS =
      "{urn:ietf:params:xml:ns:caldav}supported-calendar-component-set";

  private Identity() {}

  /** What is wrong in it, null for nothing. */
  static String fault(byte[] identity, World.Calendar calendar) throws IOException {
    JsonNode json = JSON.readTree(identity);
    String mood = null;
    for (JsonNode property : json.path("properties")) {
      if (property.path("name").asText().equals(MOOD)) {
        mood = property.path("xml").asText();
      }
    }
    String truth = calendar.properties.get(MOOD);
    if (truth == null ? mood != null : mood == null || !mood.contains(text(truth))) {
      return "has the other property " + mood + ", not " + truth;
    }
    int components = calendar.properties.containsKey(COMPONENTS) ? 2 : 0;
    if (json.path("components").size() != components) {
      return "has the components " + json.path("components");
    }
    String[][] texts = {
      {"displayname", calendar.displayName()},
      {"description", calendar.description()},
      {"color", calendar.color()}
    };
    for (String[] text : texts) {
      String found = json.path(text[0]).textValue();
      if (!Objects.equals(found, text[1])) {
        return "has the " + text[0] + " " + found + ", not " + text[1];
      }
    }
    return TruthServer.located(json.path("href").asText()).equals(calendar.path())
        ? null
        : "has the href " + json.path("href");
  }

  private static String text(String element) {
    return element.replaceAll("<[^>]*>", "");
  }
}
