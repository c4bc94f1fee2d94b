package caldavbackup.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file that only this user can read and that goes with the process, however it ends.
 */
public final class TemporaryFile {
  private TemporaryFile() {}

  /**
   * Opens a new one for reading and writing; it has no name any more once it is open.
   *
   * @param suffix the end of its name
   */
  public static FileChannel open(String suffix) throws IOException {
    Path file = Files.createTempFile("caldav", suffix); // 0600 by itself
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
