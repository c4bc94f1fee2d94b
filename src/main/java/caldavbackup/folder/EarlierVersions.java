package caldavbackup.folder;

import caldavbackup.ical.ObjectLabel;
import caldavbackup.text.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names objects that could not be read by the earlier version in the folder, if there is one. */
final class EarlierVersions {
  private static final String EXTENSION = ".ics";

  /** A longer file has no label worth reading. */
  private static final long LARGEST = 1 << 20;

  private final Path folder;

  EarlierVersions(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns the name for messages: calendar, label and path; only the path when there is no earlier
   * version.
   *
   * @param path the path within the folder, with a leading slash
   */
  String name(String path) {
    try {
      Path file = folder.resolve(path.substring(1)).normalize();
      boolean isThere =
          path.endsWith(EXTENSION)
              && file.startsWith(folder.normalize())
              && Files.isRegularFile(file)
              && Files.size(file) <= LARGEST;
      String label = isThere ? ObjectLabel.of(Files.readAllBytes(file)) : "";
      return label.isEmpty()
          ? Shown.path(path)
          : ObjectLabel.line(calendar(file.getParent(), path), label, path);
    } catch (IOException | InvalidPathException e) {
      return Shown.path(path); // the problem itself is reported anyway
    }
  }

  private static String calendar(Path directory, String path) throws IOException {
    Path name = directory.resolve("displayname");
    if (Files.isRegularFile(name) && Files.size(name) <= LARGEST) {
      String text = new String(Files.readAllBytes(name), StandardCharsets.UTF_8).strip();
      if (!text.isEmpty()) {
        return text;
      }
    }
    String calendar = FolderFiles.calendarOf(path);
    return calendar.isEmpty() ? null : calendar;
  }
}
