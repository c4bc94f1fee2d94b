package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Creates copies of an object with changed organizer and attendee lines. All other bytes stay the
 * same.
 */
public final class GuestLines {
  /** A prefix that turns a property name into one that servers ignore. */
  public static final String KEPT = "X-CALDAV-BACKUP-";

  private static final int LONGEST = 75; // RFC 5545, section 3.1, in octets
  private static final byte[] SOGO_SWITCH =
      "X-SOGO-SEND-APPOINTMENT-NOTIFICATIONS:NO\r\n".getBytes(StandardCharsets.US_ASCII);

  private GuestLines() {}

  /**
   * Returns the object without organizer and attendees. Each of their lines is kept after the
   * prefix {@link #KEPT}: removing that prefix restores the original object.
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

  /** Writes the line after the prefix, folded again if it becomes too long. */
  private static void writeKept(byte[] object, ContentLine line, ByteArrayOutputStream out) {
    byte[] prefix = KEPT.getBytes(StandardCharsets.US_ASCII);
    out.writeBytes(prefix);
    int next = ContentLine.behindLineEnd(object, line.start());
    int stop = ContentLine.withoutLineEnd(object, line.start(), next);
    boolean bare = stop < next && object[stop] == '\n';
    int cut = stop;
    if (prefix.length + stop - line.start() > LONGEST) {
      cut = line.start() + LONGEST - prefix.length;
      while ((object[cut] & 0xc0) == 0x80) { // do not split a character
        cut--;
      }
    }
    out.write(object, line.start(), cut - line.start());
    if (cut < stop) {
      out.writeBytes((bare ? "\n " : "\r\n ").getBytes(StandardCharsets.US_ASCII));
    }
    out.write(object, cut, line.end() - cut);
  }

  /** Returns the object with organizer and attendees removed completely. */
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

  /** Returns the object with a line in each event that stops SOGo from sending invitations. */
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
