package caldavbackup.account;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Hrefs (RFC 4918, section 8.3): resolving, comparing and taking apart what servers write in them.
 */
public final class Hrefs {
  private static final String UNRESERVED = "-._~!$&'()*+,;=:@";

  private Hrefs() {}

  /**
   * Makes an href absolute without changing how its path is encoded: servers want it back as they
   * wrote it.
   *
   * @param base the absolute URL of the request whose answer held the href
   * @param href an absolute URL, an absolute path, or a relative path
   */
  public static String resolve(String base, String href) {
    String trimmed = href.strip();
    if (trimmed.startsWith("http://") || trimmed.startsWith("https://")) {
      return trimmed;
    }
    String root = root(base);
    if (trimmed.startsWith("//")) {
      return base.substring(0, base.indexOf(':') + 1) + trimmed;
    }
    if (trimmed.startsWith("/")) {
      return root + trimmed;
    }
    String path = base.substring(root.length());
    int query = path.indexOf('?');
    path = query < 0 ? path : path.substring(0, query);
    return root + path.substring(0, path.lastIndexOf('/') + 1) + trimmed;
  }

  /** {@code scheme://host[:port]} of an absolute URL. */
  public static String root(String url) {
    if (url.startsWith("/")) {
      return ""; // a path alone
    }
    int slash = url.indexOf('/', url.indexOf("://") + 3);
    return slash < 0 ? url : url.substring(0, slash);
  }

  /** The path of an absolute URL as written, {@code /} when there is none. */
  public static String path(String url) {
    String path = url.substring(root(url).length());
    return path.isEmpty() ? "/" : path;
  }

  /**
   * Whether two absolute URLs name the same resource: their decoded paths are equal but for a last
   * slash, and so are their hosts.
   */
  public static boolean same(String a, String b) {
    return root(a).equalsIgnoreCase(root(b)) && canonical(path(a)).equals(canonical(path(b)));
  }

  /** Whether {@code inner} is {@code outer} or lies below it. */
  public static boolean within(String inner, String outer) {
    return root(inner).equalsIgnoreCase(root(outer))
        && (canonical(path(inner)) + "/").startsWith(canonical(path(outer)) + "/");
  }

  /** The last segment of a URL's path, decoded; empty for the root. */
  public static String segment(String url) {
    String path = path(url);
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return decode(path.substring(path.lastIndexOf('/') + 1));
  }

  /** The URL with a slash at its end: a collection's own. */
  public static String asCollection(String url) {
    return url.endsWith("/") ? url : url + "/";
  }

  /** A name as one path segment: everything but RFC 3986 {@code pchar} is percent-encoded. */
  public static String encodeSegment(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      if (plain && !name.equals(".") && !name.equals("..")) {
        out.append(c);
      } else {
        out.append('%').append(String.format("%02X", (int) c));
      }
    }
    return out.toString();
  }

  /** Percent-decoding; text that is not well encoded, or not UTF-8 behind it, stays as it is. */
  public static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
      if (low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(raw[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(out.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  /** The host of an absolute URL, lower case. */
  public static String host(String url) {
    return URI.create(root(url)).getHost().toLowerCase(java.util.Locale.ROOT);
  }

  private static String canonical(String path) {
    String decoded = decode(path);
    return decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
  }
}
