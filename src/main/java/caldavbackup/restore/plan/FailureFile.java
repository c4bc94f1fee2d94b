package caldavbackup.restore.plan;

import caldavbackup.text.Reason;
import caldavbackup.text.UserFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes failures that do not fit on a screen to a file that only the user can read. */
final class FailureFile {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /** The end of the sentence that names the file. */
  private static final String LISTS_THEM = " lists them";

  private FailureFile() {}

  /**
   * Writes one failure per line to the user's state folder (XDG Base Directory Specification), or
   * else to the folder for temporary files.
   *
   * @return a sentence that names the file, or says why there is none
   */
  static String write(List<String> failures) {
    String name = "restore-" + LocalDateTime.now().format(TIME) + "-";
    try {
      return write(UserFolder.STATE.make(), name, failures);
    } catch (IOException | RuntimeException e) {
      try {
        return write(null, name, failures);
      } catch (IOException | RuntimeException f) {
        return "They cannot be listed in a file (" + Reason.of(f) + ")";
      }
    }
  }

  private static String write(Path folder, String name, List<String> failures) throws IOException {
    Path file =
        folder == null
            ? Files.createTempFile(name, ".txt")
            : Files.createTempFile(folder, name, ".txt"); // with mode 0600
    try {
      return Files.write(file, failures) + LISTS_THEM;
    } catch (IOException e) {
      Files.deleteIfExists(file); // an incomplete file would be misleading
      throw e;
    }
  }
}
