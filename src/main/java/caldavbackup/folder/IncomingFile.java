package caldavbackup.folder;

import caldavbackup.text.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written beside its place in the folder, and renamed when it is complete. */
final class IncomingFile implements BackupSource.Content, AutoCloseable {
  private static final int CHUNK_BYTES = 256 << 10;

  private final Path temporary;
  private OutputStream out;
  private byte[] first;
  private long bytes;
  private IOException failure;
  private boolean isInPlace;
  private Progress.Outcome outcome;

  /** Creates a file that is written to this path first. */
  IncomingFile(Path temporary) {
    this.temporary = temporary;
  }

  /**
   * Writes the content. A write error is not a failure of the source: {@link #moveTo} reports it.
   *
   * @throws IOException when the stream cannot be read
   */
  @Override
  public void take(Object body) throws IOException {
    if (!(body instanceof InputStream stream)) {
      first = body instanceof byte[] all ? all : new byte[0];
      write(first);
      return;
    }
    try (InputStream in = stream) {
      first = in.readNBytes(CHUNK_BYTES);
      byte[] chunk = first;
      while (write(chunk) && chunk.length == CHUNK_BYTES) {
        chunk = in.readNBytes(CHUNK_BYTES);
      }
    }
  }

  private boolean write(byte[] chunk) {
    try {
      if (out == null) {
        out = Files.newOutputStream(temporary);
      }
      out.write(chunk);
      bytes += chunk.length;
      return true;
    } catch (IOException e) {
      failure = e;
      return false;
    }
  }

  /** Returns the kind of the object. */
  ObjectKind kind() {
    return ObjectKind.of(first);
  }

  /**
   * Returns whether the folder had the file before, with the same bytes or others; null before the
   * move.
   */
  Progress.Outcome outcome() {
    return outcome;
  }

  private Progress.Outcome compare(Path before) {
    if (!Files.isRegularFile(before)) {
      return Progress.Outcome.NEW;
    }
    try {
      return Files.mismatch(temporary, before) < 0
          ? Progress.Outcome.REREAD
          : Progress.Outcome.CHANGED;
    } catch (IOException e) { // an unreadable file is overwritten anyway
      return Progress.Outcome.CHANGED;
    }
  }

  /** Returns the number of bytes received. */
  long bytes() {
    return bytes;
  }

  /**
   * Moves the file into place.
   *
   * @param size the listed number of bytes, -1 if unknown
   * @return the evidence that the file is complete
   * @throws IOException when the file could not be written
   */
  Proof moveTo(Path file, long size) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (out == null) {
      throw new IOException("no content received");
    }
    out.close();
    Proof proof = first.length == bytes ? Proof.of(first, size) : Proof.of(temporary, bytes, size);
    outcome = compare(file);
    OwnerOnly.replace(temporary, file);
    isInPlace = true;
    return proof;
  }

  /** Removes the file if it was not moved into place. */
  @Override
  public void close() throws IOException {
    if (out != null && !isInPlace) {
      out.close();
      Files.deleteIfExists(temporary);
    }
  }
}
