package caldavbackup.lying;

import caldavbackup.snapshot.SnapshotNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Files by their paths in a folder: those that are there, and those that a world makes. */
final class Files {
  static final String IDENTITY = ".calendar.json";

  private Files() {}

  /** What is in a folder, but for what the backup keeps for itself. */
  static Map<String, byte[]> in(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    if (!java.nio.file.Files.exists(folder)) {
      return files;
    }
    try (var all = java.nio.file.Files.walk(folder)) {
      all.filter(java.nio.file.Files::isRegularFile)
          .filter(file -> !folder.relativize(file).toString().startsWith(".caldav-backup."))
          .forEach(file -> files.put(folder.relativize(file).toString(), bytes(file)));
    }
    return files;
  }

  private static byte[] bytes(Path file) {
    try {
      return java.nio.file.Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a whole backup of the world holds, but for the files of identity. */
  static Map<String, byte[]> of(World world) {
    Map<String, byte[]> files = new TreeMap<>();
    for (World.Calendar calendar : world.calendars().values()) {
      String directory = directory(calendar);
      calendar.objects.forEach(
          (name, object) -> files.put(directory + SnapshotNames.file(name), object.bytes()));
      put(files, directory + "displayname", calendar.displayName());
      put(files, directory + "description", calendar.description());
      put(files, directory + "color", calendar.color());
    }
    return files;
  }

  static String directory(World.Calendar calendar) {
    return SnapshotNames.directory(calendar.segment()) + "/";
  }

  private static void put(Map<String, byte[]> files, String path, String text) {
    if (text != null) {
      files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The first difference between two sets of files, null for none. */
  static String difference(Map<String, byte[]> there, Map<String, byte[]> wanted) {
    for (Map.Entry<String, byte[]> each : wanted.entrySet()) {
      byte[] found = there.get(each.getKey());
      if (found == null) {
        return each.getKey() + " is missing";
      }
      if (!Arrays.equals(found, each.getValue())) {
        return each.getKey() + " is " + shown(found) + ", not " + shown(each.getValue());
      }
    }
    for (String path : there.keySet()) {
      if (!wanted.containsKey(path)) {
        return path + " is there and should not be";
      }
    }
    return null;
  }

  static String shown(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return bytes.length
        + " bytes '"
        + text.substring(0, Math.min(70, text.length())).replaceAll("\\p{Cntrl}", "·")
        + "…'";
  }
}
