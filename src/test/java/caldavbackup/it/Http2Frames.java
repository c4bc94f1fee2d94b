package caldavbackup.it;

import java.util.ArrayList;
import java.util.List;

/** Takes apart what should be nothing but HTTP/2 frames (RFC 9113, section 4.1). */
final class Http2Frames {
  private static final int HEAD = 9;
  private static final int LARGEST = 1 << 24;

  private Http2Frames() {}

  /**
   * The types of all frames in order.
   *
   * @throws AssertionError when anything else stands between them, or the last is not whole
   */
  static List<Integer> types(byte[] bytes) {
    List<Integer> types = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      if (bytes.length - at < HEAD) {
        throw new AssertionError("half a frame head at " + at);
      }
      int length = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
      int type = bytes[at + 3] & 0xff;
      if (type > 9 || length > LARGEST || at + HEAD + length > bytes.length) {
        throw new AssertionError("no frame at byte " + at + " of " + bytes.length);
      }
      types.add(type);
      at += HEAD + length;
    }
    return types;
  }
}
