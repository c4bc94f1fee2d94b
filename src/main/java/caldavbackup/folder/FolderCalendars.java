package caldavbackup.folder;

import caldavbackup.backup.HeldCalendars;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The calendars that a folder has from earlier backups. Before any file of a calendar that the
 * listing lacks is removed, a request verifies that the calendar is gone.
 */
final class FolderCalendars {
  private static final String IDENTITY = ".calendar.json";
  private static final JsonFactory JSON = new JsonFactory();

  /** Calendars under these directories are found only if option {@code include} asks for them. */
  private static final String DELEGATED = "delegated";

  private final Map<String, String> paths = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();

  /**
   * Reads which calendars the folder has.
   *
   * @param withDelegated whether the run searches for delegated calendars
   */
  FolderCalendars(Path folder, boolean withDelegated) {
    for (String name : directories(folder)) {
      Path directory = folder.resolve(name);
      Map<String, String> identity = identity(directory.resolve(IDENTITY));
      String path = identity.getOrDefault("part", identity.get("href"));
      if (path == null && Files.isDirectory(directory)) {
        unknown.add(name);
      } else if (path != null && (withDelegated || !DELEGATED.equals(identity.get("role")))) {
        paths.put(path, name);
      }
    }
  }

  /**
   * Returns the directories with files of a backup; none when the state cannot be read, which the
   * backup reports.
   */
  private static Set<String> directories(Path folder) {
    try {
      StateFile.Content state = StateFile.peek(folder);
      return state == null ? Set.of() : state.directories();
    } catch (FolderException e) {
      return Set.of();
    }
  }

  /** Returns the calendars that a request can verify. */
  HeldCalendars held() {
    return new HeldCalendars(paths);
  }

  /** Returns whether no request can verify that the calendar of this directory is gone. */
  boolean isUnknown(String directory) {
    return unknown.contains(directory);
  }

  /** Returns the texts of the file; empty if the file is missing or is not valid. */
  private static Map<String, String> identity(Path file) {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser json = JSON.createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return texts;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          texts.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      return texts;
    }
    return texts;
  }
}
