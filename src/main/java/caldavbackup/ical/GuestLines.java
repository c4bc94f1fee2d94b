package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;

/**
 * Copies of an object with other lines for its organizer and guests. All other bytes stay as they
 * are.
 */
public final class GuestLines {
  /** Put before a line's name, this makes it one that no server knows. */
  public static final String KEPT = "X-CALDAV-BACKUP-";

  private static final int LONGEST = 75; // RFC 5545, section 3.1, in octets
  private static final byte[] SOGO_SWITCH =
      "X-SOGO-SEND-APPOINTMENT-NOTIFICATIONS:NO\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LEFT_TO_CLIENT =
      ";SCHEDULE-AGENT=CLIENT".getBytes(StandardCharsets.US_ASCII);

  private GuestLines() {}

  /**
   * The object without organizer and guests. Each of their lines is kept whole behind {@link
   * #KEPT}: whoever removes that prefix has the object as it was.
   */
  public static byte[] strip(byte[] object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + 256);
    Components walk = new Components();
    for (ContentLine line : ContentLine.of(object)) {
      String within = walk.innermost();
      if (walk.take(line) == Components.Kind.OWN && Invitation.isParty(line, within)) {
        writeKept(object, line, out);
      } else {
        out.write(object, line.start(), line.end() - line.start());
      }
    }
    return out.toByteArray();
  }

  /** The line behind the prefix, folded once more where that makes it too long. */
  private static void writeKept(byte[] object, ContentLine line, ByteArrayOutputStream out) {
    byte[] prefix = KEPT.getBytes(StandardCharsets.US_ASCII);
    out.writeBytes(prefix);
    int feed = line.start();
    while (feed < line.end() && object[feed] != '\n') {
      feed++;
    }
    boolean bare = feed < line.end() && (feed == line.start() || object[feed - 1] != '\r');
    int stop = feed < line.end() && !bare ? feed - 1 : feed;
    int cut = stop;
    if (prefix.length + stop - line.start() > LONGEST) {
      cut = line.start() + LONGEST - prefix.length;
      while ((object[cut] & 0xc0) == 0x80) { // not within a character
        cut--;
      }
    }
    out.write(object, line.start(), cut - line.start());
    if (cut < stop) {
      out.writeBytes((bare ? "\n " : "\r\n ").getBytes(StandardCharsets.US_ASCII));
    }
    out.write(object, cut, line.end() - cut);
  }

  /**
   * The object with what keeps SOGo from mailing anybody: a line of its own in each event for the
   * guests, and SCHEDULE-AGENT=CLIENT with the user's own attendance for the organizer.
   *
   * @param me the user's calendar user addresses as they stand
   */
  public static byte[] quietForSogo(byte[] object, Collection<String> me) {
    Set<String> known = CalendarUserAddress.normal(me);
    ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + 256);
    Components walk = new Components();
    for (ContentLine line : ContentLine.of(object)) {
      String within = walk.innermost();
      Components.Kind kind = walk.take(line);
      boolean own =
          kind == Components.Kind.OWN
              && line.name().equals("ATTENDEE")
              && Invitation.isParty(line, within)
              && Invitation.names(line, known);
      if (own) {
        int behindName = line.start();
        while (object[behindName] != ';' && object[behindName] != ':') {
          behindName++;
        }
        out.write(object, line.start(), behindName - line.start());
        out.writeBytes(LEFT_TO_CLIENT);
        out.write(object, behindName, line.end() - behindName);
      } else {
        out.write(object, line.start(), line.end() - line.start());
      }
      if (kind == Components.Kind.BEGIN && walk.innermost().equals("VEVENT")) {
        out.writeBytes(SOGO_SWITCH);
      }
    }
    return out.toByteArray();
  }
}
