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
 * The complete body of an answer. It is in memory, or, if it is large, in a temporary file that
 * only the user can read and that disappears with the process. It is a stream of these bytes, and
 * can supply further streams from the start.
 */
public final class WholeBody extends InputStream {
  private static final int MAX_MEMORY = 1 << 20;

  /** The empty body. */
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
   * Moves a body to a temporary file that several bodies share.
   *
   * @param file the file to append to; it stays open as long as a body needs it
   * @return the body in that file; the given one is released
   * @throws Failure when there is no space for it
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
   * @param encoding the header Content-Encoding, or null; gzip is decompressed
   * @throws IOException when the stream breaks off
   * @throws Failure when there is no space for it
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
   * @throws Failure when there is no space for one
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
        "a large answer cannot be stored in "
            + System.getProperty("java.io.tmpdir")
            + ": "
            + e.getMessage(),
        e);
  }

  /** The length in bytes. */
  public long length() {
    return length;
  }

  /**
   * Keeps the temporary file.
   *
   * @return the file to which others may be {@link #moved}; null when the body is in memory
   */
  public FileChannel file() {
    keep();
    return file;
  }

  /** Returns whether the body is in memory. */
  public boolean isInMemory() {
    return bytes != null;
  }

  /** All bytes. Do not change the array of a body in memory. */
  public byte[] bytes() throws IOException {
    return bytes != null ? bytes : again().readAllBytes();
  }

  /** A further stream of the same bytes, from the start. Valid until this body is closed. */
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
   * Detaches the body from its answer, which is closed at the end of the exchange. After that, only
   * {@link #release()} closes the temporary file.
   */
  public void keep() {
    isKept = file != null;
  }

  /** Closes the temporary file unless it is kept or shared. */
  @Override
  public void close() throws IOException {
    if (file != null && !isKept) {
      file.close();
    }
  }

  /** Closes the temporary file, even if it is kept or shared. */
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
          throw new IOException("it is shorter than its content");
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
