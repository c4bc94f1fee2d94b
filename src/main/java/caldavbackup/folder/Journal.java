package caldavbackup.folder;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The lines that a run adds to the folder's state as it goes. A line that cannot be written whole,
 * on a full disk, leaves nothing of itself: the next one would make it unreadable.
 */
final class Journal implements AutoCloseable {
  private final RandomAccessFile file;
  private long end;

  /** Adds to the end of the file, which is there. */
  Journal(Path file) throws IOException {
    this.file = new RandomAccessFile(file.toFile(), "rw");
    this.end = this.file.length();
    this.file.seek(end);
  }

  /** Adds a line; it is out of this process, which may be killed, when this returns. */
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
    file.seek(before); // the next line is written over what stays
    try {
      file.setLength(before);
    } catch (IOException e) {
      // what stays has no line end: it is read as a line that was cut off
    }
  }

  /** Adds no more; each line that was added is in the file. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // nothing was kept back
    }
  }
}
