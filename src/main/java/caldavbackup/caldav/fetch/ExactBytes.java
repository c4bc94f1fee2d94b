package caldavbackup.caldav.fetch;

import caldavbackup.caldav.Member;
import caldavbackup.caldav.fetch.ByteProof.LineEnds;
import caldavbackup.caldav.fetch.ByteProof.Word;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gives an object's stored bytes back from its text in a multistatus, or nothing.
 *
 * <p>XML folds every line end to LF (XML 1.0, section 2.11), so the text may not be what GET gives.
 * With CRLF put back, or as it came, it is <em>proved</em> to be when the server's ETag is a digest
 * of just these bytes. With CRLF put back it also is when its length is the stored length to the
 * byte; as it came that would not tell LF from CR.
 */
public final class ExactBytes {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Pattern COMPRESSED =
      Pattern.compile("[-;:+]{1,2}(gzip|br|zstd|deflate|df)$");
  private static final String SEPARATORS = "-;:+"; // what COMPRESSED begins with
  private static final Map<Integer, String> DIGESTS = Map.of(32, "MD5", 40, "SHA-1", 64, "SHA-256");

  private ExactBytes() {}

  /**
   * Bytes that the server's own word proves to be the stored ones.
   *
   * @param kind what the proof rests on; {@link ByteProof} tells what it is worth here
   */
  record Proof(byte[] bytes, ByteProof.Kind kind) {}

  /**
   * The stored bytes.
   *
   * @param text calendar-data as parsed
   * @param etag the ETag beside it, or null
   * @param length getcontentlength beside it, -1 when unknown
   * @return null when nothing proves them: then only GET does
   */
  static Proof proved(String text, String etag, long length) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf('\r') >= 0) {
      return isDigest(etag, plain) ? proof(plain, LineEnds.KEPT, Word.DIGEST) : null;
    }
    byte[] restored = withReturns(plain);
    if (isDigest(etag, restored)) {
      return proof(restored, LineEnds.RESTORED, Word.DIGEST);
    }
    if (isDigest(etag, plain)) {
      return proof(plain, LineEnds.LF, Word.DIGEST);
    }
    // a replaced byte sequence can have the length of what it replaced
    return restored.length == length && text.indexOf(REPLACEMENT) < 0
        ? proof(restored, LineEnds.RESTORED, Word.LENGTH)
        : null;
  }

  private static Proof proof(byte[] bytes, LineEnds lineEnds, Word word) {
    return new Proof(bytes, new ByteProof.Kind(lineEnds, word));
  }

  private static byte[] withReturns(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    byte[] out = new byte[text.length + lines];
    int at = 0;
    for (byte b : text) {
      if (b == '\n') {
        out[at++] = '\r';
      }
      out[at++] = b;
    }
    return out;
  }

  /**
   * Whether the ETag is a digest of the bytes: MD5 (sabre/dav, DAViCal), SHA-256 (Radicale), a git
   * blob's id (Xandikos).
   */
  public static boolean isDigest(String etag, byte[] bytes) {
    String algorithm = digestOf(etag);
    MessageDigest digest = algorithm == null ? null : begun(algorithm, bytes.length);
    if (digest == null) {
      return false;
    }
    digest.update(bytes);
    return isOf(digest, etag);
  }

  /** A digest before the bytes; null when this Java does not know it. */
  private static MessageDigest begun(String algorithm, long length) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      if (algorithm.equals("SHA-1")) {
        digest.update(("blob " + length + "\0").getBytes(StandardCharsets.US_ASCII));
      }
      return digest;
    } catch (NoSuchAlgorithmException e) {
      return null;
    }
  }

  private static boolean isOf(MessageDigest digest, String etag) {
    return HexFormat.of().formatHex(digest.digest()).equals(plain(etag));
  }

  /** The algorithm whose digests have the form of this ETag; null when it has that of none. */
  static String digestOf(String etag) {
    String hex = etag == null ? "" : plain(etag);
    for (int i = 0; i < hex.length(); i++) {
      if (Character.digit(hex.charAt(i), 16) < 0) {
        return null;
      }
    }
    return DIGESTS.get(hex.length());
  }

  /** Opens the bytes from the first on. */
  interface Bytes {
    InputStream open() throws IOException;
  }

  /** The same for bytes that are read while they are looked at. */
  public static boolean isDigest(String etag, String algorithm, long length, Bytes bytes)
      throws IOException {
    MessageDigest digest = begun(algorithm, length);
    if (digest == null) {
      return false;
    }
    try (InputStream in = bytes.open()) {
      byte[] some = new byte[8192];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        digest.update(some, 0, n);
      }
    }
    return isOf(digest, etag);
  }

  /** Whether two ETags name one version, whatever a proxy that compresses put to them. */
  static boolean isSameVersion(String one, String other) {
    return plain(one).equals(plain(other));
  }

  /** What stands inside an ETag, without the mark of a proxy that compresses. */
  private static String plain(String etag) {
    String plain = Member.opaque(etag).toLowerCase(Locale.ROOT);
    for (int i = 0; i < plain.length(); i++) {
      if (SEPARATORS.indexOf(plain.charAt(i)) >= 0) {
        return COMPRESSED.matcher(plain).replaceFirst("");
      }
    }
    return plain;
  }
}
