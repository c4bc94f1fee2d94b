package caldavbackup.webdav;

import caldavbackup.text.Failure;
import caldavbackup.text.Percent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hrefs (RFC 4918, section 8.3): resolving, comparing and taking apart what servers write in them.
 */
public final class Hrefs {
  private static final String UNRESERVED = "-._~!$&'()*+,;=:@";

  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");

  /** No name of an object: a colon alone may stand in one (SOGo lists {@code col:on.ics}). */
  private static final Pattern OPAQUE =
      Pattern.compile("(?i)(?:about|blob|cid|data|file|javascript|mailto|tel|urn|vbscript):");

  private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?i)https?://(\\[[0-9a-f:.]+(?:%25[^\\]]*)?]|[^\\s:@/?#\\[\\]<>\"\\\\^`{|}%]+)(:\\d{0,5})?");
  private static final Pattern WAY_UP = Pattern.compile("(?i)(^|/)(\\.|%2e){2}(/|$)");
  private static final String HEX = "0123456789ABCDEF";
  private static final String KEPT_IN_PATHS = "-._~!$&'()*+,;=:@/";

  /** A longer address is never asked for. */
  public static final int MAX_CHARACTERS = 4096;

  private static final int MAX_SHOWN = 60;

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
    return root + merged(path.substring(0, path.lastIndexOf('/') + 1), trimmed);
  }

  /** A relative path behind a base that ends with a slash (RFC 3986, section 5.2.4). */
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

  /**
   * Makes an href absolute that is about to be asked for, and refuses what must not be: another
   * scheme, what a URL cannot hold, or the way from HTTPS down to plain HTTP.
   *
   * <p>An href with the host that was asked, or with a host that only the server's own network
   * knows, names the server that was asked: a proxy stands before it, and the scheme, the host and
   * the port are those that the server sees. It is asked where the base was.
   *
   * @throws Failure with one sentence that names it
   */
  public static String follow(String base, String href) throws Failure {
    String url = target(base, href);
    if (Domains.isBehind(host(url), host(base))) {
      return root(base) + path(url);
    }
    if (base.startsWith("https:") && !url.regionMatches(true, 0, "https:", 0, 6)) {
      throw unusable(href.strip(), "plain HTTP");
    }
    return url;
  }

  /**
   * Makes the address of a redirect absolute, and refuses what must not be asked for.
   *
   * @throws Failure with one sentence that names it
   */
  public static String target(String base, String href) throws Failure {
    String given = href.strip();
    Matcher scheme = SCHEME.matcher(given);
    if (given.isEmpty() || given.length() > MAX_CHARACTERS) {
      throw unusable(given, given.isEmpty() ? "it is empty" : given.length() + " characters");
    }
    if (scheme.lookingAt() && !scheme.group(1).matches("(?i)https?")) {
      throw unusable(given, "neither http nor https");
    }
    if (given.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw unusable(given, "it holds control characters");
    }
    String url = resolve(base, given);
    if (!AUTHORITY.matcher(root(url)).matches()) {
      throw unusable(given, "it names no host, or a user");
    }
    return url;
  }

  /**
   * The address of what a collection's listing names, at the authority that was asked.
   *
   * <p>The path tells what it is, not the scheme, host and port in the href: behind a proxy these
   * are the server's own.
   *
   * @param asked the absolute URL of the request, which the href is relative to
   * @param href as the server wrote it
   * @return null when the href leads out of the collection, or to another host
   */
  public static String inside(String asked, String href) {
    String trimmed = href.strip();
    if (trimmed.startsWith("/") && !trimmed.startsWith("//") && isPlain(root(asked))) {
      String here = root(asked) + trimmed;
      return within(here, asked) ? here : null;
    }
    if (trimmed.isEmpty() || OPAQUE.matcher(trimmed).lookingAt()) {
      return null;
    }
    if (trimmed.startsWith("//")) { // another authority, or a path with a slash too many
      String path = root(asked) + trimmed.replaceFirst("^/+", "/");
      if (within(path, asked)) {
        return path;
      }
    }
    String url = resolve(asked, trimmed);
    if (!AUTHORITY.matcher(root(url)).matches()
        || !Domains.mayBe(host(url), host(asked))
        || isNeighbour(root(url), root(asked))) {
      return null;
    }
    String here = root(asked) + path(url);
    return within(here, asked) ? here : null;
  }

  /** Whether a root certainly is one of a URL, looked at without the cost of the pattern. */
  private static boolean isPlain(String root) {
    int start = root.startsWith("https://") ? 8 : root.startsWith("http://") ? 7 : -1;
    for (int i = start; i >= 0 && i < root.length(); i++) {
      char c = root.charAt(i);
      if (!isLetter(c) && c != '.' && c != '-') {
        return i > start && isPort(root, i);
      }
    }
    return start > 0 && start < root.length();
  }

  private static boolean isPort(String root, int colon) {
    boolean isPort = root.charAt(colon) == ':' && root.length() - colon <= 6;
    for (int i = colon + 1; i < root.length(); i++) {
      isPort &= root.charAt(i) >= '0' && root.charAt(i) <= '9';
    }
    return isPort;
  }

  /**
   * Whether, in a network without domains, a root names a server beside the one that was asked: the
   * one behind a proxy has a port or a scheme of its own.
   */
  private static boolean isNeighbour(String root, String asked) {
    String host = host(root);
    return host.matches("[^.:]+")
        && host(asked).matches("[^.:]+")
        && !host.equals(host(asked))
        && root.equalsIgnoreCase(root.substring(0, root.indexOf(':')) + "://" + host)
        && root.regionMatches(true, 0, asked, 0, root.indexOf(':') + 1);
  }

  /** An href as it may stand in a message, whatever it holds. */
  public static String shown(String href) {
    String plain = USER_INFO.matcher(href).replaceFirst("//…@"); // it may be a password
    String cut = plain.length() > MAX_SHOWN ? plain.substring(0, MAX_SHOWN) + "…" : plain;
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
   * Whether two absolute URLs name the same resource: their paths are equal, however they are
   * encoded, but for a last slash, and so are their hosts.
   */
  public static boolean same(String a, String b) {
    return sameRoot(a, b) && canonicalPath(a).equals(canonicalPath(b));
  }

  /** Whether {@code inner} is {@code outer} or lies below it, without a way out of it. */
  public static boolean within(String inner, String outer) {
    return sameRoot(inner, outer)
        && !leadsUp(path(inner)) // an encoded slash ends no segment
        && (canonicalPath(inner) + "/").startsWith(canonicalPath(outer) + "/");
  }

  private static boolean leadsUp(String path) {
    return (path.contains("..") || path.indexOf('%') >= 0) && WAY_UP.matcher(path).find();
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

  /**
   * The URL's path in one form, however a server wrote it: each character but the unreserved ones
   * percent-encoded, without doubled slashes, without {@code .} segments, without a last slash. An
   * encoded slash stays another thing than a slash.
   */
  public static String canonicalPath(String url) {
    String path = path(url);
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

  /**
   * The URL's path as it may stand in a request line (RFC 9112, section 3.2): what the server
   * encoded stays as it is; what may not stand there is percent-encoded, and so is a {@code %} that
   * encodes nothing.
   */
  public static String requestTarget(String url) {
    String path = path(url).replaceFirst("^/+", "/"); // two would be another authority
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

  private static boolean isEncoding(byte[] raw, int index, int end) {
    return raw[index] == '%' && index + 2 < end && isHex(raw, index + 1) && isHex(raw, index + 2);
  }

  private static byte decoded(byte[] raw, int index) {
    return (byte) (Character.digit(raw[index + 1], 16) << 4 | Character.digit(raw[index + 2], 16));
  }

  private static boolean isHex(byte[] bytes, int index) {
    return index < bytes.length && Character.digit(bytes[index], 16) >= 0;
  }

  private static boolean isLetter(char c) {
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

  /** The URL with a slash at its end: a collection's own. */
  public static String asCollection(String url) {
    return url.endsWith("/") ? url : url + "/";
  }

  /** A name as one path segment: everything but RFC 3986 {@code pchar} is percent-encoded. */
  public static String encodeSegment(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = isLetter(c) || UNRESERVED.indexOf(c) >= 0;
      if (plain && !name.equals(".") && !name.equals("..")) {
        out.append(c);
      } else {
        appendEncoded(out, b);
      }
    }
    return out.toString();
  }

  /** The host of an absolute URL, lower case. */
  public static String host(String url) {
    Matcher authority = AUTHORITY.matcher(root(url));
    if (!authority.matches()) {
      throw new IllegalArgumentException("not a URL: " + shown(url));
    }
    return authority.group(1).toLowerCase(Locale.ROOT);
  }

  /** {@code https://host:443} and {@code https://host} are one: iCloud writes both. */
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
