package caldavbackup.restore.plan;

import caldavbackup.http.TemporaryFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Stores the objects to restore in a temporary file until they are written. Only the current user
 * can read the file, and it is deleted with the process, however it ends.
 */
final class Spool implements Closeable {
  private FileChannel file;
  private long end;

  /** A position in the file. */
  public record Slot(long at, int length) {}

  /** Stores these bytes. */
  synchronized Slot put(byte[] bytes) throws IOException {
    if (file == null) {
      file = TemporaryFile.open(".restore");
    }
    Slot slot = new Slot(end, bytes.length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer, slot.at() + buffer.position());
    }
    end += bytes.length;
    return slot;
  }

  /** Returns stored bytes. */
  byte[] get(Slot slot) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(slot.length());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, slot.at() + bytes.position()) < 0) {
        throw new IOException("the temporary file is shorter than the data written to it");
      }
    }
    return bytes.array();
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
