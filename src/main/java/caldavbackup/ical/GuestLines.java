package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

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
    int next = ContentLine.behindLineEnd(object, line.start());
    int stop = ContentLine.withoutLineEnd(object, line.start(), next);
    boolean bare = stop < next && object[stop] == '\n';
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

  /** The object without organizer and guests, and without a trace of them. */
  public static byte[] without(byte[] object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(object.length);
    Components walk = new Components();
    for (ContentLine line : ContentLine.of(object)) {
      String within = walk.innermost();
      if (walk.take(line) != Components.Kind.OWN || !Invitation.isParty(line, within)) {
        out.write(object, line.start(), line.end() - line.start());
      }
    }
    return out.toByteArray();
  }

  /** The object with a line in each event that keeps SOGo from mailing its guests. */
  public static byte[] withSogoSwitch(byte[] object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + 256);
    Components walk = new Components();
    for (ContentLine line : ContentLine.of(object)) {
      out.write(object, line.start(), line.end() - line.start());
      if (walk.take(line) == Components.Kind.BEGIN && walk.innermost().equals("VEVENT")) {
        out.writeBytes(SOGO_SWITCH);
      }
    }
    return out.toByteArray();
  }
}
