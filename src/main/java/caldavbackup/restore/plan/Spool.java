package caldavbackup.restore.plan;

import caldavbackup.http.TemporaryFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * What is to be restored, kept aside until it is known what becomes of it: in a temporary file that
 * only this user can read and that goes with the process, however it ends.
 */
final class Spool implements Closeable {
  private FileChannel file;
  private long end;

  /** Where something lies. */
  public record Slot(long at, int length) {}

  /** Keeps these bytes. */
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

  /** What was kept there. */
  byte[] get(Slot slot) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(slot.length());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, slot.at() + bytes.position()) < 0) {
        throw new IOException("the temporary file is shorter than what was written to it");
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
