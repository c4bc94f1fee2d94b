package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Another UID for a copy, where a server wants each UID once in all calendars of an account. */
public final class NewUid {
  private NewUid() {}

  /**
   * The object under another UID, all its other lines as they are.
   *
   * @param uid the one it has, as {@link Uid} reads it
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
