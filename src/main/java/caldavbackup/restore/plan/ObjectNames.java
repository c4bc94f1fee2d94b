package caldavbackup.restore.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Creates names for objects that have none because they are part of a larger file.
 *
 * <p>A UID that is a safe name is the name. Any other UID, including one with capital letters, is
 * modified and gets a digest as a suffix: different UIDs have different names even if case is not
 * significant. A UID that ends like such a digest gets one as well.
 */
final class ObjectNames {
  private static final int MOST = 200;
  private static final int DIGITS = 16;
  private static final Pattern SAFE = Pattern.compile("[a-z0-9_][a-z0-9._-]*");
  private static final Pattern DIGESTED = Pattern.compile(".*-[0-9a-f]{" + DIGITS + "}");
  private static final String EXTENSION = ".ics";

  private ObjectNames() {}

  /**
   * Returns the last segment of the object's href: at most 200 of {@code A-Z a-z 0-9 . _ -}, no
   * leading dot, ending in {@code .ics}.
   */
  static String of(String uid) {
    if (uid.length() <= MOST - EXTENSION.length()
        && SAFE.matcher(uid).matches()
        && !DIGESTED.matcher(uid).matches()) {
      return uid + EXTENSION;
    }
    return digested(uid);
  }

  /** Returns an alternative name that no other UID produces, for a name that is in use. */
  static String digested(String uid) {
    String safe = uid.replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^[.-]+", "");
    int room = MOST - EXTENSION.length() - DIGITS - 1;
    return (safe.isEmpty() ? "_" : safe.substring(0, Math.min(room, safe.length())))
        + "-"
        + digest(uid)
        + EXTENSION;
  }

  private static String digest(String uid) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
