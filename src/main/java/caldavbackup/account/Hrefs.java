package caldavbackup.account;

import caldavbackup.text.Percent;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hrefs (RFC 4918, section 8.3): resolving, comparing and taking apart what servers write in them.
 */
public final class Hrefs {
  private static final String UNRESERVED = "-._~!$&'()*+,;=:@";

  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");
  private static final Pattern ENCODED_SLASH = Pattern.compile("%2[fF]");
  private static final int MOST_CHARACTERS = 4096;
  private static final int MOST_SHOWN = 60;

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
    return root + path.substring(0, path.lastIndexOf('/') + 1) + trimmed;
  }

  /**
   * Makes an href absolute that is about to be asked for, and refuses what must not be: another
   * scheme, what a URL cannot hold, or the way from HTTPS down to plain HTTP. Within the same host
   * the latter is a proxy's mistake, and HTTPS is kept.
   *
   * @throws Failure with one sentence that names it
   */
  public static String follow(String base, String href) throws Failure {
    String given = href.strip();
    Matcher scheme = SCHEME.matcher(given);
    if (given.isEmpty() || given.length() > MOST_CHARACTERS) {
      throw unusable(given, given.isEmpty() ? "it is empty" : given.length() + " characters");
    }
    if (scheme.lookingAt() && !scheme.group(1).matches("(?i)https?")) {
      throw unusable(given, "neither http nor https");
    }
    if (given.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw unusable(given, "it holds control characters");
    }
    String url = resolve(base, given);
    String host;
    try {
      URI root = new URI(root(url));
      host = root.getUserInfo() == null ? root.getHost() : null;
    } catch (URISyntaxException e) {
      host = null;
    }
    if (host == null) {
      throw unusable(given, "it names no host, or a user");
    }
    if (base.startsWith("https:") && !url.regionMatches(true, 0, "https:", 0, 6)) {
      if (!host.equalsIgnoreCase(host(base))) {
        throw unusable(given, "plain HTTP");
      }
      return root(base) + path(url);
    }
    return url;
  }

  /** An href as it may stand in a message, whatever it holds. */
  public static String shown(String href) {
    String cut = href.length() > MOST_SHOWN ? href.substring(0, MOST_SHOWN) + "…" : href;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  private static Failure unusable(String href, String why) {
    return new Failure(
        Failure.Kind.SERVER,
        "the server names the address '" + shown(href) + "' (" + why + "): not followed");
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
    return sameRoot(a, b) && canonical(path(a)).equals(canonical(path(b)));
  }

  /** Whether {@code inner} is {@code outer} or lies below it, without a way out of it. */
  public static boolean within(String inner, String outer) {
    return sameRoot(inner, outer)
        && !canonical(path(inner)).matches("(?s).*/\\.\\.?(/.*)?")
        && (canonical(path(inner)) + "/").startsWith(canonical(path(outer)) + "/");
  }

  /** The last segment of a URL's path, decoded; empty for the root. */
  public static String segment(String url) {
    String path = path(url);
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return Percent.decode(path.substring(path.lastIndexOf('/') + 1));
  }

  /** The collection that a resource or collection lies in, with a slash at its end. */
  public static String parent(String url) {
    String path = path(url);
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return root(url) + path.substring(0, Math.max(0, path.lastIndexOf('/'))) + "/";
  }

  /** The URL's path in one form, however a server wrote it: decoded, without a last slash. */
  public static String canonicalPath(String url) {
    return canonical(path(url));
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

  /** The host of an absolute URL, lower case. */
  public static String host(String url) {
    return URI.create(root(url)).getHost().toLowerCase(java.util.Locale.ROOT);
  }

  /** {@code https://host:443} and {@code https://host} are one: iCloud writes both. */
  private static boolean sameRoot(String a, String b) {
    String one = root(a);
    String other = root(b);
    return one.equalsIgnoreCase(other) || withoutPort(one).equalsIgnoreCase(withoutPort(other));
  }

  private static String withoutPort(String root) {
    boolean standard = root.startsWith("https:") ? root.endsWith(":443") : root.endsWith(":80");
    return standard ? root.substring(0, root.lastIndexOf(':')) : root;
  }

  /** Comparable, however it was encoded; an encoded slash stays another thing than a slash. */
  private static String canonical(String path) {
    String decoded = Percent.decode(ENCODED_SLASH.matcher(path).replaceAll("\uFFFF"));
    return decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
  }
}
