package caldavbackup.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with calendars, for a test. */
final class CalendarFolder {
  final Path path;

  CalendarFolder(Path path) throws IOException {
    this.path = Files.createDirectories(path);
  }

  /** One calendar. */
  CalendarFolder calendar(String folder, String name, String color) throws IOException {
    Path calendar = Files.createDirectories(path.resolve(folder));
    Files.writeString(calendar.resolve("displayname"), name);
    if (color != null) {
      Files.writeString(calendar.resolve("color"), color);
    }
    return this;
  }

  /**
   * One object.
   *
   * @param file its path
   * @param components the lines of its components, of which each begins with its type and ends
   *     before the next one; a line that begins with BEGIN or END stands as it is
   */
  CalendarFolder object(String file, String... components) throws IOException {
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n");
    for (String component : components) {
      String[] lines = component.strip().split("\n");
      text.append("BEGIN:").append(lines[0]).append('\n');
      if (!component.contains("\nUID:") && !lines[0].equals("VTIMEZONE")) {
        text.append("UID:").append(file.replaceAll("[/,;]", "-")).append('\n');
      }
      text.append("DTSTAMP:20260101T000000Z\n");
      for (int i = 1; i < lines.length; i++) {
        text.append(lines[i]).append('\n');
      }
      text.append("END:").append(lines[0]).append('\n');
    }
    Path target = path.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text.append("END:VCALENDAR\n").toString().replace("\n", "\r\n"));
    return this;
  }
}
