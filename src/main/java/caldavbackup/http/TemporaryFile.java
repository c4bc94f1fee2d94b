package caldavbackup.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file that only the user can read. It disappears with the process, however the process
 * ends.
 */
public final class TemporaryFile {
  private TemporaryFile() {}

  /**
   * Opens a new file for reading and writing. The file has no name once it is open.
   *
   * @param suffix the end of its name
   */
  public static FileChannel open(String suffix) throws IOException {
    Path file = Files.createTempFile("caldav", suffix); // created with mode 0600
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }
}
