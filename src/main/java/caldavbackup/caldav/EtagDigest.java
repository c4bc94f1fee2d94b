package caldavbackup.caldav;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Recognizes ETags that are digests of the bytes. */
public final class EtagDigest {
  private static final Pattern COMPRESSED =
      Pattern.compile("[-;:+]{1,2}(gzip|br|zstd|deflate|df)$");
  private static final String SEPARATORS = "-;:+"; // the first characters of COMPRESSED
  private static final Map<Integer, String> DIGESTS = Map.of(32, "MD5", 40, "SHA-1", 64, "SHA-256");

  private EtagDigest() {}

  /**
   * Returns whether the ETag is a digest of the bytes: MD5 (sabre/dav, DAViCal), SHA-256
   * (Radicale), a git blob ID (Xandikos).
   */
  public static boolean is(String etag, byte[] bytes) {
    String algorithm = of(etag);
    MessageDigest digest = algorithm == null ? null : begun(algorithm, bytes.length);
    if (digest == null) {
      return false;
    }
    digest.update(bytes);
    return isOf(digest, etag);
  }

  /** A digest that is ready for the bytes; null when this Java lacks the algorithm. */
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

  /** The algorithm whose digests have the form of this ETag; null for none. */
  public static String of(String etag) {
    String hex = etag == null ? "" : plain(etag);
    for (int i = 0; i < hex.length(); i++) {
      if (Character.digit(hex.charAt(i), 16) < 0) {
        return null;
      }
    }
    return DIGESTS.get(hex.length());
  }

  /** Opens the bytes from the start. */
  public interface Bytes {
    InputStream open() throws IOException;
  }

  /** The same for bytes in a stream. */
  public static boolean is(String etag, String algorithm, long length, Bytes bytes)
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

  /**
   * Returns whether two ETags name the same version, regardless of suffixes of compressing proxies.
   */
  public static boolean isSameVersion(String one, String other) {
    return plain(one).equals(plain(other));
  }

  /** The opaque value of an ETag without the suffix of a compressing proxy. */
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
