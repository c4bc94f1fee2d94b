package caldavbackup.caldav.profile;

import caldavbackup.text.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listing in a file that only its owner can read. */
record ListingFile(Path file) implements ListingPlace {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  @Override
  public Tail tail(int most) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, in.length() - most);
      byte[] tail = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(tail);
      return new Tail(tail, from);
    }
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public Draft draft() throws IOException {
    Path temporary =
        Files.createTempFile(file.getParent(), "listing", ".tmp"); // only for the owner
    OutputStream out;
    try {
      out = Files.newOutputStream(temporary);
    } catch (IOException e) {
      delete(temporary);
      throw e;
    }
    return new Draft() {
      @Override
      public OutputStream out() {
        return out;
      }

      @Override
      public void commit() throws IOException {
        OwnerOnly.replace(temporary, file);
      }

      @Override
      public void close() {
        delete(temporary);
      }
    };
  }

  @Override
  public void delete() {
    delete(file);
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted: {}", file, e.toString());
    }
  }
}
