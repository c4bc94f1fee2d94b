package caldavbackup.webdav;

import caldavbackup.text.Percent;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hrefs (RFC 4918, section 8.3): resolves, compares and splits them. {@link HrefTarget} decides
 * which of them requests may follow.
 */
public final class Hrefs {
  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
  private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");

  /** The scheme and authority of an address. */
  static final Pattern AUTHORITY =
      Pattern.compile(
          "(?i)https?://(\\[[0-9a-f:.]+(?:%25[^\\]]*)?]|[^\\s:@/?#\\[\\]<>\"\\\\^`{|}%]+)(:\\d{0,5})?");

  private static final Pattern WAY_UP = Pattern.compile("(?i)(^|/)(\\.|%2e){2}(/|$)");
  private static final int MAX_SHOWN = 60;

  private Hrefs() {}

  /**
   * Makes an href absolute. The encoding of its path stays unchanged, because servers expect hrefs
   * as they wrote them.
   *
   * @param base the absolute URL of the request whose answer contained the href
   * @param href an absolute URL, an absolute path, or a relative path
   */
  public static String resolve(String base, String href) {
    String trimmed = href.strip();
    if (ABSOLUTE.matcher(trimmed).lookingAt()) {
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
    return root + merged(path.substring(0, path.lastIndexOf('/') + 1), trimmed);
  }

  /** Appends a relative path to a base that ends with a slash (RFC 3986, section 5.2.4). */
  private static String merged(String base, String relative) {
    String path = base;
    String rest = relative;
    while (rest.startsWith("./") || rest.startsWith("../")) {
      if (rest.startsWith("../")) {
        int up = path.lastIndexOf('/', path.length() - 2);
        path = up < 0 ? path : path.substring(0, up + 1);
      }
      rest = rest.substring(rest.indexOf('/') + 1);
    }
    return path + rest;
  }

  /** An href in a form that is safe to print in a message. */
  public static String shown(String href) {
    String plain =
        USER_INFO.matcher(href).replaceFirst("//…@"); // the user information may contain a password
    String cut = plain.length() > MAX_SHOWN ? plain.substring(0, MAX_SHOWN) + "…" : plain;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  /** {@code scheme://host[:port]} of an absolute URL; empty for a path. */
  public static String root(String url) {
    if (url.startsWith("/")) {
      return ""; // a path without an authority
    }
    int slash = url.indexOf('/', url.indexOf("://") + 3);
    return slash < 0 ? url : url.substring(0, slash);
  }

  /** The path of an absolute URL, as written; {@code /} if it has none. */
  public static String path(String url) {
    String path = url.substring(root(url).length());
    return path.isEmpty() ? "/" : path;
  }

  /**
   * Returns whether two absolute URLs name the same resource. Differences in percent-encoding and
   * in a trailing slash do not count.
   */
  public static boolean same(String a, String b) {
    return sameRoot(a, b) && canonicalPath(a).equals(canonicalPath(b));
  }

  /**
   * Returns whether {@code inner} equals {@code outer} or lies below it, without {@code ..}
   * segments.
   */
  public static boolean within(String inner, String outer) {
    return sameRoot(inner, outer)
        && !leadsUp(path(inner)) // an encoded slash does not end a segment
        && (canonicalPath(inner) + "/").startsWith(canonicalPath(outer) + "/");
  }

  private static boolean leadsUp(String path) {
    return (path.contains("..") || path.indexOf('%') >= 0) && WAY_UP.matcher(path).find();
  }

  /** The last segment of the path, decoded; empty for the root. */
  public static String segment(String url) {
    String path = path(url);
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return Percent.decode(path.substring(path.lastIndexOf('/') + 1));
  }

  /** The collection that contains a resource or collection, with a trailing slash. */
  public static String parent(String url) {
    String path = path(url);
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return root(url) + path.substring(0, Math.max(0, path.lastIndexOf('/'))) + "/";
  }

  /**
   * The path of a URL in canonical form: all characters except the unreserved ones are
   * percent-encoded; doubled slashes, {@code .} segments and a trailing slash are removed. An
   * encoded slash remains distinct from a slash.
   */
  public static String canonicalPath(String url) {
    return PathText.canonical(path(url));
  }

  /**
   * The path of a URL in a form that is valid in a request line (RFC 9112, section 3.2). Encodings
   * by the server stay unchanged. Invalid characters are percent-encoded, and so is a {@code %}
   * that starts no encoding.
   */
  public static String requestTarget(String url) {
    return PathText.inRequest(path(url));
  }

  /** The URL with a trailing slash, as the URL of a collection. */
  public static String asCollection(String url) {
    return url.endsWith("/") ? url : url + "/";
  }

  /**
   * A name as one path segment: all characters except RFC 3986 {@code pchar} are percent-encoded.
   */
  public static String encodeSegment(String name) {
    return PathText.segment(name);
  }

  /** The host of an absolute URL, in lower case. */
  public static String host(String url) {
    Matcher authority = AUTHORITY.matcher(root(url));
    if (!authority.matches()) {
      throw new IllegalArgumentException("not a URL: " + shown(url));
    }
    return authority.group(1).toLowerCase(Locale.ROOT);
  }

  /** iCloud writes both {@code https://host:443} and {@code https://host}. */
  private static boolean sameRoot(String a, String b) {
    String one = root(a);
    String other = root(b);
    return one.equals(other)
        || one.equalsIgnoreCase(other)
        || withoutPort(one).equalsIgnoreCase(withoutPort(other));
  }

  private static String withoutPort(String root) {
    boolean standard = root.startsWith("https:") ? root.endsWith(":443") : root.endsWith(":80");
    return standard ? root.substring(0, root.lastIndexOf(':')) : root;
  }
}
