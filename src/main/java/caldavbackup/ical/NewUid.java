package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Gives a copy a new UID, for servers that allow each UID only once in all calendars of an account.
 */
public final class NewUid {
  private NewUid() {}

  /**
   * Returns the object with another UID and all other lines unchanged.
   *
   * @param uid the current UID, as {@link Uid} reads it
   */
  public static byte[] replace(byte[] object, String uid, String another) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + another.length());
    for (ContentLine line : ContentLine.of(object)) {
      if (line.name().equals("UID") && line.value().equals(uid)) {
        out.writeBytes(("UID:" + another).getBytes(StandardCharsets.UTF_8));
        int end = line.end();
        while (end > line.start() && (object[end - 1] == '\r' || object[end - 1] == '\n')) {
          end--;
        }
        out.write(object, end, line.end() - end);
      } else {
        out.write(object, line.start(), line.end() - line.start());
      }
    }
    return out.toByteArray();
  }
}
