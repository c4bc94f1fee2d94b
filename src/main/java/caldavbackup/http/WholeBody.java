package caldavbackup.http;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.zip.GZIPInputStream;

/**
 * The body of an answer, read to its end: in memory, or when it is large in a temporary file that
 * only this user can read and that goes with the process. It is a stream of these bytes, and gives
 * others that begin anew.
 */
public final class WholeBody extends InputStream {
  private static final int MAX_MEMORY = 1 << 20;

  /** The body of an answer without one. */
  static final WholeBody EMPTY = of(new byte[0]);

  private final byte[] bytes;
  private final FileChannel file;
  private boolean isKept;
  private final long start;
  private final long length;
  private final Reader own;

  private WholeBody(byte[] bytes, FileChannel file, long start, long length, boolean isKept) {
    this.bytes = bytes;
    this.file = file;
    this.isKept = isKept;
    this.start = start;
    this.length = length;
    this.own = new Reader();
  }

  /** A body of these bytes. */
  public static WholeBody of(byte[] bytes) {
    return new WholeBody(bytes, null, 0, bytes.length, false);
  }

  /**
   * Moves a body into a temporary file that it shares with others.
   *
   * @param file where it is added at the end; it stays open as long as a body needs it, and goes
   *     with the last of them
   * @return the same body there; the given one, which shares its own with none, is released
   * @throws Failure when there is no room for it
   */
  public static WholeBody moved(WholeBody body, FileChannel file) throws IOException {
    try (InputStream in = body.again()) {
      long start = end(file);
      byte[] some = new byte[1 << 16];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        write(file, some, n);
      }
      return new WholeBody(null, file, start, body.length, true);
    } finally {
      body.release();
    }
  }

  private static long end(FileChannel file) throws Failure {
    try {
      return file.position();
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param encoding the header Content-Encoding, or null; gzip is undone
   * @throws IOException when the stream breaks off
   * @throws Failure when there is no room for it
   */
  static WholeBody read(InputStream in, String encoding) throws IOException {
    boolean isGzip = encoding != null && encoding.strip().matches("(?i)(x-)?gzip");
    return read(isGzip ? new GZIPInputStream(in) : in);
  }

  private static WholeBody read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAX_MEMORY);
    if (start.length < MAX_MEMORY) {
      return of(start);
    }
    FileChannel file = temporary();
    boolean whole = false;
    try {
      write(file, start, start.length);
      byte[] some = new byte[1 << 16];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        write(file, some, n);
      }
      whole = true;
      return new WholeBody(null, file, 0, file.position(), false);
    } finally {
      if (!whole) {
        file.close();
      }
    }
  }

  /**
   * Opens a temporary file for bodies.
   *
   * @throws Failure when there is no room for one
   */
  public static FileChannel temporary() throws Failure {
    try {
      return TemporaryFile.open(".answer");
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private static void write(FileChannel file, byte[] bytes, int length) throws Failure {
    try {
      OutputStream out = Channels.newOutputStream(file);
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private static Failure noRoom(IOException e) {
    return new Failure(
        Failure.Kind.INTERNAL,
        "a large answer cannot be kept in "
            + System.getProperty("java.io.tmpdir")
            + ": "
            + e.getMessage(),
        e);
  }

  /** Its length in bytes. */
  public long length() {
    return length;
  }

  /**
   * Keeps the temporary file.
   *
   * @return where others may be {@link #moved}; null when the body is in memory
   */
  public FileChannel file() {
    keep();
    return file;
  }

  /** Whether it is held in memory. */
  public boolean isInMemory() {
    return bytes != null;
  }

  /** All bytes; those of a body in memory are its own, not to be changed. */
  public byte[] bytes() throws IOException {
    return bytes != null ? bytes : again().readAllBytes();
  }

  /** Another stream of the same bytes, from the first; good until this one is closed. */
  public InputStream again() {
    return new Reader();
  }

  @Override
  public int read() throws IOException {
    return own.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int most) throws IOException {
    return own.read(buffer, offset, most);
  }

  /**
   * Takes the body from the answer that it came with, which is closed at the end of the exchange:
   * from now on only {@link #release()} closes the temporary file; else it goes with the body.
   */
  public void keep() {
    isKept = file != null;
  }

  /** Closes the temporary file, unless it is kept or shared: then it goes with the last body. */
  @Override
  public void close() throws IOException {
    if (file != null && !isKept) {
      file.close();
    }
  }

  /** Closes the temporary file, also one that is kept, or that it shares with others. */
  public void release() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private final class Reader extends InputStream {
    private long at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int most) throws IOException {
      if (most == 0) {
        return 0;
      }
      int n = (int) Math.min(most, length - at);
      if (n <= 0) {
        return -1;
      }
      if (bytes != null) {
        System.arraycopy(bytes, (int) at, buffer, offset, n);
      } else {
        n = fromFile(ByteBuffer.wrap(buffer, offset, n));
      }
      at += n;
      return n;
    }

    private int fromFile(ByteBuffer buffer) throws Failure {
      try {
        int n = file.read(buffer, start + at);
        if (n < 0) {
          throw new IOException("it is shorter than what was written to it");
        }
        return n;
      } catch (IOException e) {
        throw new Failure(
            Failure.Kind.INTERNAL,
            "the temporary file of a large answer cannot be read: "
                + (e instanceof ClosedChannelException ? "it is closed" : e.getMessage()),
            e);
      }
    }
  }
}
