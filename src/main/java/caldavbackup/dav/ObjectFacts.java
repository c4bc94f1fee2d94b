package caldavbackup.dav;

import caldavbackup.account.WholeBody;
import caldavbackup.ical.WholeText;
import java.io.BufferedInputStream;
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
 * What can be said of the bytes that an answer to GET gave, without a word of the server.
 *
 * @param length in bytes
 * @param lfLength the same without the CR of each CRLF: some servers tell length and digest of such
 *     a text and serve CRLF (DAViCal)
 * @param endsLine whether the last line has its end
 * @param kind what the text is
 */
record ObjectFacts(
    WholeBody body, long length, long lfLength, boolean endsLine, WholeText.Kind kind) {

  /** Looks at a body. */
  static ObjectFacts of(WholeBody body) throws IOException {
    WholeText.Kind kind;
    try (InputStream in = body.again()) {
      kind = WholeText.of(in);
    }
    long returns = 0;
    boolean wasReturn = false;
    boolean endsLine = false;
    byte[] some = new byte[8192];
    try (InputStream in = body.again()) {
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        for (int i = 0; i < n; i++) {
          returns += wasReturn && some[i] == '\n' ? 1 : 0;
          wasReturn = some[i] == '\r';
          endsLine = wasReturn || some[i] == '\n';
        }
      }
    }
    return new ObjectFacts(body, body.length(), body.length() - returns, endsLine, kind);
  }

  /** Whether the ETag is a digest of these bytes, or of the same with LF. */
  boolean isDigest(String etag) throws IOException {
    String algorithm = ExactBytes.digestOf(etag);
    return algorithm != null
        && (ExactBytes.isDigest(etag, algorithm, length, body::again)
            || lfLength != length
                && ExactBytes.isDigest(
                    etag, algorithm, lfLength, () -> new WithoutReturns(body.again())));
  }

  /** Tells these bytes from others. */
  byte[] fingerprint() throws IOException {
    return fingerprint(body.again());
  }

  /**
   * Tells this text from others, as far as it comes through XML: without control characters and
   * line ends, and with the replacement character for what is no UTF-8.
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

  /** The same of a text that came in XML. */
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
      byte[] kept = new byte[2 * some.length];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        int end = 0;
        for (int k = 0; k < n; k++) {
          if (some[k] >= ' ' && some[k] < '\uFFFE') {
            kept[end++] = (byte) (some[k] >> 8);
            kept[end++] = (byte) some[k];
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

  /** The bytes without the CR of each CRLF. */
  private static final class WithoutReturns extends InputStream {
    private final InputStream in;
    private int held = -1;

    WithoutReturns(InputStream in) {
      this.in = new BufferedInputStream(in);
    }

    @Override
    public int read() throws IOException {
      int b = held >= 0 ? held : in.read();
      held = -1;
      if (b != '\r') {
        return b;
      }
      int after = in.read();
      if (after == '\n') {
        return after;
      }
      held = after;
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int most) throws IOException {
      int n = 0;
      for (int b = 0; n < most && (b = read()) >= 0; n++) {
        buffer[offset + n] = (byte) b;
      }
      return n == 0 && most > 0 ? -1 : n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
