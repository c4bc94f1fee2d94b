package caldavbackup.restore.plan;

import caldavbackup.text.Reason;
import caldavbackup.text.UserFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** More failures than fit on a screen, in a file of the user's own. */
final class FailureFile {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private FailureFile() {}

  /**
   * Writes them, a line each, into the user's state folder (XDG Base Directory Specification), else
   * into that for temporary files.
   *
   * @return the file, or in words why there is none
   */
  static String write(List<String> failures) {
    String name = "restore-" + LocalDateTime.now().format(TIME) + "-";
    try {
      return write(UserFolder.STATE.make(), name, failures);
    } catch (IOException | RuntimeException e) {
      try {
        return write(null, name, failures);
      } catch (IOException | RuntimeException f) {
        return "no file, for none could be written (" + Reason.of(f) + ")";
      }
    }
  }

  private static String write(Path folder, String name, List<String> failures) throws IOException {
    Path file =
        folder == null
            ? Files.createTempFile(name, ".txt")
            : Files.createTempFile(folder, name, ".txt"); // 0600 by itself
    try {
      return Files.write(file, failures).toString();
    } catch (IOException e) {
      Files.deleteIfExists(file); // half of them would pass for all
      throw e;
    }
  }
}
