package caldavbackup.changes;

import caldavbackup.backup.HeldCalendars;
import caldavbackup.caldav.Calendar;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calendars of an account from which a sink may have objects, with their directories. Safe for
 * use by several threads.
 */
final class HeldAccount {
  /**
   * A calendar in the state store.
   *
   * @param href the path of its URL
   * @param role a {@link Calendar.Role#word()}
   */
  record Held(String href, String role) {
    /** Returns whether a run looks for it. Calendars of other users are found only on request. */
    boolean isLookedFor(boolean withDelegated) {
      return withDelegated || !Calendar.Role.DELEGATED.word().equals(role);
    }
  }

  private static final String PATH = "";

  private final States states;
  private final Map<String, Held> byDirectory = new TreeMap<>();

  /**
   * Reads the calendars from the state store.
   *
   * @throws Failure when it cannot be read, or is damaged
   */
  HeldAccount(States states) throws Failure {
    this.states = states;
    JsonNode json = states.get(PATH);
    if (json != null) {
      for (Map.Entry<String, JsonNode> one : json.path("calendars").properties()) {
        byDirectory.put(
            one.getKey(),
            new Held(
                one.getValue().path("href").asText(),
                one.getValue().path("role").asText(Calendar.Role.OWN.word())));
      }
    }
  }

  /** The directories, by the path of the calendar's URL. Each calendar keeps its directory. */
  synchronized HeldCalendars directories() {
    Map<String, String> directories = new HashMap<>();
    byDirectory.forEach((directory, held) -> directories.put(held.href(), directory));
    return new HeldCalendars(directories);
  }

  /** All calendars, by directory. */
  synchronized Map<String, Held> all() {
    return new TreeMap<>(byDirectory);
  }

  /**
   * Adds calendars, before the delivery of their objects.
   *
   * @param directories the directories of the calendars
   * @throws Failure when the state store cannot be written
   */
  synchronized void add(Map<Calendar, String> directories) throws Failure {
    Map<String, Held> before = new TreeMap<>(byDirectory);
    directories.forEach(
        (calendar, directory) ->
            byDirectory.put(
                directory, new Held(Hrefs.path(calendar.url()), calendar.role().word())));
    if (!before.equals(byDirectory)) {
      save();
    }
  }

  /**
   * Removes a deleted calendar.
   *
   * @throws Failure when the state store cannot be written
   */
  synchronized void remove(String directory) throws Failure {
    byDirectory.remove(directory);
    save();
  }

  private void save() throws Failure {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode calendars = json.putObject("calendars");
    byDirectory.forEach(
        (directory, held) -> {
          ObjectNode one = calendars.putObject(directory).put("href", held.href());
          if (!Calendar.Role.OWN.word().equals(held.role())) {
            one.put("role", held.role());
          }
        });
    states.put(PATH, json);
  }
}
