package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * The name of a calendar that is one file, and the path segments that it may have on a server. They
 * depend only on the name: the same file always goes to the same calendar, regardless of other
 * files.
 *
 * @param name the calendar name in the file, else the name of the file; in NFC
 * @param hasSegment whether no other calendar of the same restore uses the same segment
 * @param hasName whether no folder of the same restore has this name
 */
record Export(String name, boolean hasSegment, boolean hasName) {
  private static final int MOST = 200; // bytes, all of them ASCII
  private static final int DIGITS = 8;

  /**
   * Collections in the home of a user (RFC 6638, section 2), and other reserved names of servers.
   */
  private static final Set<String> RESERVED =
      Set.of("inbox", "outbox", "notification", "notifications", "dropbox", "freebusy", "trashbin");

  /** Normalizes a name: names that look the same become equal. */
  static String nameOf(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
  }

  /** Returns a last path segment that every server accepts; some allow only a few characters. */
  String segment() {
    return segment(name, MOST);
  }

  /** Returns an alternative segment that no other name produces. */
  String ownSegment() {
    return segment(name, MOST - DIGITS - 1) + "-" + digest(name);
  }

  /** Returns the segment for a new calendar: the plain one unless another calendar may use it. */
  String wanted() {
    return hasSegment ? segment() : ownSegment();
  }

  /**
   * Returns whether a calendar of the account has this name, as far as can be determined: servers
   * change white space, truncate long names, or store none.
   */
  boolean isCalled(Calendar calendar) {
    String there = calendar.displayName();
    return there != null && plain(there).equals(plain(name));
  }

  /** Returns whether a calendar with one of the segments may be this one. */
  boolean mayBe(Calendar calendar) {
    String there = calendar.displayName() == null ? "" : plain(calendar.displayName());
    return isCalled(calendar)
        || there.isEmpty()
        || there.equalsIgnoreCase(calendar.segment())
        || plain(name).startsWith(there) && plain(name).length() > MOST / 2;
  }

  private static String plain(String text) {
    return nameOf(text.replaceAll("[\\p{Cntrl}\\s]+", " "));
  }

  private static String segment(String name, int most) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9@._]+", "-")
            .replaceAll("^[-.]+|(\\.ics)+$", "");
    String cut = plain.substring(0, Math.min(most, plain.length())).replaceAll("[-.]+$", "");
    return cut.isEmpty() || RESERVED.contains(cut) ? "calendar-" + digest(name) : cut;
  }

  private static String digest(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
