package caldavbackup.caldav.fetch;

import caldavbackup.caldav.EtagDigest;
import caldavbackup.http.WholeBody;
import caldavbackup.ical.WholeText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The properties of the bytes in an answer to GET, without any data of the server.
 *
 * @param length in bytes
 * @param lfLength the length without the CR of each CRLF: some servers report length and digest of
 *     that text but send CRLF (DAViCal)
 * @param endsLine whether the last line is terminated
 * @param kind the kind of text
 */
record ObjectFacts(
    WholeBody body, long length, long lfLength, boolean endsLine, WholeText.Kind kind) {

  /** Analyses a body. */
  static ObjectFacts of(WholeBody body) throws IOException {
    try (ReturnCounter in = new ReturnCounter(body.again())) {
      WholeText.Kind kind = WholeText.of(in);
      return new ObjectFacts(body, body.length(), body.length() - in.returns, in.endsLine(), kind);
    }
  }

  /** Returns whether the ETag is a digest of these bytes, or of the same text with LF. */
  boolean isDigest(String etag) throws IOException {
    String algorithm = EtagDigest.of(etag);
    return algorithm != null
        && (EtagDigest.is(etag, algorithm, length, body::again)
            || lfLength != length
                && EtagDigest.is(
                    etag, algorithm, lfLength, () -> new WithoutReturns(body.again())));
  }

  /** A digest that identifies these bytes. */
  byte[] fingerprint() throws IOException {
    return fingerprint(body.again());
  }

  /**
   * A digest that identifies this text as XML transmits it: without control characters and line
   * ends, and with the replacement character for malformed UTF-8.
   *
   * @see #textFingerprint(String)
   */
  byte[] textFingerprint() throws IOException {
    return textFingerprint(
        new InputStreamReader(
            body.again(),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)));
  }

  /** The same for a text from XML. */
  static byte[] textFingerprint(String text) {
    try {
      return textFingerprint(new StringReader(text));
    } catch (IOException e) {
      throw new IllegalStateException("there is nothing to read", e);
    }
  }

  private static byte[] textFingerprint(Reader in) throws IOException {
    try (in) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      char[] some = new char[8192];
      byte[] kept = new byte[3 * some.length];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        int end = 0;
        for (int k = 0; k < n; k++) {
          char c = some[k];
          if (c >= ' '
              && c < 0x80) { // the common case needs one byte, a third of the digest's work
            kept[end++] = (byte) c;
          } else if (c >= 0x80 && c < '\uFFFE') {
            kept[end++] = (byte) 0x80;
            kept[end++] = (byte) (c >> 8);
            kept[end++] = (byte) c;
          }
        }
        digest.update(kept, 0, end);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] fingerprint(InputStream in) throws IOException {
    try (in) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] some = new byte[8192];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        digest.update(some, 0, n);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static boolean same(byte[] one, byte[] other) {
    return one != null && Arrays.equals(one, other);
  }

  /** Counts CRs that precede an LF, across blocks. */
  private static final class ReturnCounter extends FilterInputStream {
    private long returns;
    private boolean wasReturn;
    private boolean wasNewline;

    ReturnCounter(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int most) throws IOException {
      int n = in.read(buffer, offset, most);
      for (int i = offset; i < offset + n; i++) {
        if (buffer[i] == '\n') {
          returns += (i > offset ? buffer[i - 1] == '\r' : wasReturn) ? 1 : 0;
        }
      }
      if (n > 0) {
        wasReturn = buffer[offset + n - 1] == '\r';
        wasNewline = buffer[offset + n - 1] == '\n';
      }
      return n;
    }

    private boolean endsLine() {
      return wasReturn || wasNewline;
    }
  }

  /** The bytes without the CR of each CRLF. */
  private static final class WithoutReturns extends InputStream {
    private final InputStream in;
    private final byte[] some = new byte[8192];
    private int at;
    private int end;

    WithoutReturns(InputStream in) {
      this.in = in;
    }

    private boolean hasMore() throws IOException {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(some));
      }
      return at < end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int most) throws IOException {
      int n = 0;
      while (n < most && hasMore()) {
        byte b = some[at++];
        if (b != '\r' || !hasMore() || some[at] != '\n') {
          buffer[offset + n++] = b;
        }
      }
      return n == 0 && most > 0 ? -1 : n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
