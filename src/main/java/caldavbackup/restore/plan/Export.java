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
 * The name of a calendar that came as one file, and the path segments that it may have on a server.
 * They depend on the name alone: the same file goes to the same calendar each time, whatever lies
 * beside it.
 *
 * @param name what the file calls the calendar, else the file's own name; in NFC
 * @param hasSegment whether no other calendar of the same restore takes the same segment
 * @param hasName whether no folder of the same restore is called so
 */
record Export(String name, boolean hasSegment, boolean hasName) {
  private static final int MOST = 200; // bytes, all of them ASCII
  private static final int DIGITS = 8;

  /** Collections that servers have in a home (RFC 6638, section 2), and other names of theirs. */
  private static final Set<String> RESERVED =
      Set.of("inbox", "outbox", "notification", "notifications", "dropbox", "freebusy", "trashbin");

  /** The one form of a name: names that look the same are the same. */
  static String nameOf(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
  }

  /** A last path segment that every server takes; some refuse all but a few characters. */
  String segment() {
    return segment(name, MOST);
  }

  /** Another one, which no other name has. */
  String ownSegment() {
    return segment(name, MOST - DIGITS - 1) + "-" + digest(name);
  }

  /** The segment for a new calendar: the plain one unless others may want it. */
  String wanted() {
    return hasSegment ? segment() : ownSegment();
  }

  /**
   * Whether a calendar of the account is called so, as far as can be told: servers change white
   * space, cut long names, or keep none.
   */
  boolean isCalled(Calendar calendar) {
    String there = calendar.displayName();
    return there != null && plain(there).equals(plain(name));
  }

  /** Whether a calendar that stands under one of the segments may be this one. */
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
