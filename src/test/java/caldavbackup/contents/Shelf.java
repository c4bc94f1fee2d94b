package caldavbackup.contents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** A folder of calendars in a test, and what an agenda shows of it. */
final class Shelf {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final Path folder;

  Shelf(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** An event with these lines beside its UID. */
  Shelf event(String path, String... lines) throws IOException {
    return object(path, component("VEVENT", uid(path), lines));
  }

  Shelf object(String path, String... components) throws IOException {
    return file(
        path,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
            + String.join("", components)
            + "END:VCALENDAR\r\n");
  }

  Shelf file(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  static String uid(String path) {
    return path.replaceAll(".*/|\\.ics$", "");
  }

  static String component(String type, String uid, String... lines) {
    return "BEGIN:"
        + type
        + "\r\nUID:"
        + uid
        + "\r\nDTSTAMP:20260101T000000Z\r\n"
        + String.join("\r\n", lines)
        + (lines.length == 0 ? "" : "\r\n")
        + "END:"
        + type
        + "\r\n";
  }

  Agenda agenda(String since, String until) throws Exception {
    return agenda(since, until, BERLIN);
  }

  Agenda agenda(String since, String until, ZoneId zone) throws Exception {
    try (FolderContents contents = FolderContents.of(folder)) {
      return Agenda.of(contents, new Range(LocalDate.parse(since), LocalDate.parse(until), zone));
    }
  }

  /** The beginnings and ends, by the clock of each. */
  List<String> times(String since, String until) throws Exception {
    return agenda(since, until).occurrences().stream()
        .map(one -> one.start() + "/" + one.end())
        .toList();
  }

  /** Beginning and summary of each. */
  List<String> lines(String since, String until) throws Exception {
    return agenda(since, until).occurrences().stream()
        .map(one -> one.start() + " " + one.entry().text().summary())
        .toList();
  }
}
