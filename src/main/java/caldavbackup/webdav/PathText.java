package caldavbackup.webdav;

import java.nio.charset.StandardCharsets;

/** Writes the path of a URL: in canonical form, in a request line, and from names. */
final class PathText {
  private static final String KEPT_IN_SEGMENTS = "-._~!$&'()*+,;=:@";
  private static final String KEPT_IN_PATHS = KEPT_IN_SEGMENTS + "/";
  private static final String HEX = "0123456789ABCDEF";

  private PathText() {}

  /** The path in canonical form ({@link Hrefs#canonicalPath}). */
  static String canonical(String path) {
    if (isCanonical(path)) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length() + 16);
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    for (int start = 0; start < bytes.length; ) {
      int end = start;
      while (end < bytes.length && bytes[end] != '/') {
        end++;
      }
      appendSegment(out, bytes, start, end);
      start = end + 1;
    }
    return out.toString();
  }

  private static boolean isCanonical(String path) {
    if (path.charAt(0) != '/' || path.endsWith("/")) {
      return false;
    }
    for (int i = 1; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean isFirst = path.charAt(i - 1) == '/';
      if (c == '/' ? isFirst : !isUnreserved(c) || c == '.' && isFirst) {
        return false;
      }
    }
    return true;
  }

  private static void appendSegment(StringBuilder out, byte[] raw, int start, int end) {
    boolean isDot =
        end - start == 1 && raw[start] == '.'
            || end - start == 3 && isEncoding(raw, start, end) && decoded(raw, start) == '.';
    if (start == end || isDot) {
      return;
    }
    out.append('/');
    for (int i = start; i < end; i++) {
      byte b = raw[i];
      if (isEncoding(raw, i, end)) {
        b = decoded(raw, i);
        i += 2;
      }
      append(out, b, isUnreserved((char) (b & 0xff)));
    }
  }

  /** The path in a form that is valid in a request line ({@link Hrefs#requestTarget}). */
  static String inRequest(String given) {
    String path = given.replaceFirst("^/+", "/"); // a doubled slash would begin an authority
    while (path.contains("/./")) { // RFC 3986, section 5.2.4
      path = path.replace("/./", "/");
    }
    StringBuilder out = new StringBuilder(path.length() + 8);
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean isEncoding = c == '%' && isHex(bytes, i + 1) && isHex(bytes, i + 2);
      append(out, bytes[i], isEncoding || c == '?' || isLetter(c) || KEPT_IN_PATHS.indexOf(c) >= 0);
    }
    return out.toString();
  }

  /**
   * A name as one path segment: all characters except RFC 3986 {@code pchar} are percent-encoded.
   */
  static String segment(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = isLetter(c) || KEPT_IN_SEGMENTS.indexOf(c) >= 0;
      if (plain && !name.equals(".") && !name.equals("..")) {
        out.append(c);
      } else {
        appendEncoded(out, b);
      }
    }
    return out.toString();
  }

  private static boolean isEncoding(byte[] raw, int index, int end) {
    return raw[index] == '%' && index + 2 < end && isHex(raw, index + 1) && isHex(raw, index + 2);
  }

  private static byte decoded(byte[] raw, int index) {
    return (byte) (Character.digit(raw[index + 1], 16) << 4 | Character.digit(raw[index + 2], 16));
  }

  private static boolean isHex(byte[] bytes, int index) {
    return index < bytes.length && Character.digit(bytes[index], 16) >= 0;
  }

  static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private static boolean isUnreserved(char c) {
    return isLetter(c) || "-._~".indexOf(c) >= 0;
  }

  private static void append(StringBuilder out, byte b, boolean isPlain) {
    if (isPlain) {
      out.append((char) b);
    } else {
      appendEncoded(out, b);
    }
  }

  private static void appendEncoded(StringBuilder out, byte b) {
    out.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
  }
}
