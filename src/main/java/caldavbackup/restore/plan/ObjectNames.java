package caldavbackup.restore.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names for objects that have none of their own, because they are part of a larger file.
 *
 * <p>A UID that is a safe name is the name. Any other, one with capital letters too, is changed and
 * gets a digest of itself at its end: different UIDs have different names even where capitals do
 * not count. A UID that looks as if it had such a digest gets one as well.
 */
final class ObjectNames {
  private static final int MOST = 200;
  private static final int DIGITS = 16;
  private static final Pattern SAFE = Pattern.compile("[a-z0-9_][a-z0-9._-]*");
  private static final Pattern DIGESTED = Pattern.compile(".*-[0-9a-f]{" + DIGITS + "}");
  private static final String EXTENSION = ".ics";

  private ObjectNames() {}

  /**
   * The last segment of the href to give to an object: at most 200 of {@code A-Z a-z 0-9 . _ -}, no
   * dot in front, {@code .ics} at its end.
   */
  static String of(String uid) {
    if (uid.length() <= MOST - EXTENSION.length()
        && SAFE.matcher(uid).matches()
        && !DIGESTED.matcher(uid).matches()) {
      return uid + EXTENSION;
    }
    return digested(uid);
  }

  /** Another name, which no other UID has: for where the plain one is taken. */
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
