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
 * The calendars that a folder holds from earlier backups. Each one that is not found is asked
 * whether it is there, before any of its files is removed.
 */
final class FolderCalendars {
  private static final String IDENTITY = ".calendar.json";
  private static final JsonFactory JSON = new JsonFactory();

  /** Calendars of these are found only when they are asked for by option {@code include}. */
  private static final String DELEGATED = "delegated";

  private final Map<String, String> paths = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();

  /**
   * Looks what a folder holds.
   *
   * @param withDelegated whether the run looks for calendars of those who let the user act for them
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

  /** Those with files of a backup; none when its state cannot be read, which the backup says. */
  private static Set<String> directories(Path folder) {
    try {
      StateFile.Content state = StateFile.peek(folder);
      return state == null ? Set.of() : state.directories();
    } catch (FolderException e) {
      return Set.of();
    }
  }

  /** Those that can be asked. */
  HeldCalendars held() {
    return new HeldCalendars(paths);
  }

  /** Whether nobody can be asked whether the calendar of this directory is gone. */
  boolean isUnknown(String directory) {
    return unknown.contains(directory);
  }

  /** The texts of the file; none when it is not there or is not one of ours. */
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
