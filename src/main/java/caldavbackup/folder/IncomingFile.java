package caldavbackup.folder;

import caldavbackup.text.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on its way into the folder: written beside its place, and renamed when it is whole. */
final class IncomingFile implements BackupSource.Content, AutoCloseable {
  private static final int CHUNK_BYTES = 256 << 10;

  private final Path temporary;
  private OutputStream out;
  private byte[] first;
  private long bytes;
  private IOException failure;
  private boolean isInPlace;
  private Progress.Outcome outcome;

  /** A file that is written here first. */
  IncomingFile(Path temporary) {
    this.temporary = temporary;
  }

  /**
   * Writes the content. That it cannot be written is no failure of who gives it: {@link #moveTo}
   * tells it.
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

  /** What the object is. */
  ObjectKind kind() {
    return ObjectKind.of(first);
  }

  /** Whether there was such a file before, with the same bytes or others; null before it moved. */
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
    } catch (IOException e) { // one that cannot be read is written over all the same
      return Progress.Outcome.CHANGED;
    }
  }

  /** How many bytes came. */
  long bytes() {
    return bytes;
  }

  /**
   * Puts the file where it belongs.
   *
   * @param size how many bytes were listed, -1 when unknown
   * @return how it is known that it is whole
   * @throws IOException when it could not be written
   */
  Proof moveTo(Path file, long size) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (out == null) {
      throw new IOException("no content came");
    }
    out.close();
    Proof proof = first.length == bytes ? Proof.of(first, size) : Proof.of(temporary, bytes, size);
    outcome = compare(file);
    OwnerOnly.replace(temporary, file);
    isInPlace = true;
    return proof;
  }

  /** Removes what did not get to its place. */
  @Override
  public void close() throws IOException {
    if (out != null && !isInPlace) {
      out.close();
      Files.deleteIfExists(temporary);
    }
  }
}
