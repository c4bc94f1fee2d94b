package caldavbackup.folder;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The lines that a run appends to the folder's state. If a line cannot be written completely, for
 * example on a full disk, its part is removed, because it would make the next line unreadable.
 */
final class Journal implements AutoCloseable {
  private final RandomAccessFile file;
  private long end;

  /** Opens an existing file for appending. */
  Journal(Path file) throws IOException {
    this.file = new RandomAccessFile(file.toFile(), "rw");
    this.end = this.file.length();
    this.file.seek(end);
  }

  /** Appends a line. When this returns, the line survives the end of this process. */
  void add(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      file.write(bytes);
      end += bytes.length;
    } catch (IOException e) {
      takeBack(end);
      throw e;
    }
  }

  private void takeBack(long before) throws IOException {
    file.seek(before); // the next line overwrites the rest
    try {
      file.setLength(before);
    } catch (IOException e) {
      // the rest has no line end, so it is read as an incomplete line
    }
  }

  /** Stops appending. Each appended line is in the file. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // nothing is buffered
    }
  }
}
