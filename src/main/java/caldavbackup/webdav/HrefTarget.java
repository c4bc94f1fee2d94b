package caldavbackup.webdav;

import caldavbackup.text.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves an href that a server wrote, and decides whether a request may follow it. */
public final class HrefTarget {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");

  /**
   * Schemes that never are the name of an object. Other names may contain a colon: SOGo lists
   * {@code col:on.ics}.
   */
  private static final Pattern OPAQUE =
      Pattern.compile("(?i)(?:about|blob|cid|data|file|javascript|mailto|tel|urn|vbscript):");

  /** The maximum length of an address. Longer ones are rejected. */
  public static final int MAX_CHARACTERS = 4096;

  private HrefTarget() {}

  /**
   * Makes an href absolute before a request for it, and rejects other schemes, characters that a
   * URL cannot contain, and a downgrade from HTTPS to plain HTTP.
   *
   * <p>An href with the host of the request, or with a host of the server's own network, refers to
   * the same server: it stands behind a reverse proxy and writes the scheme, host and port that it
   * sees. The request then goes to the authority of {@code base}.
   *
   * @throws Failure with one sentence that names the href
   */
  public static String follow(String base, String href) throws Failure {
    String url = redirect(base, href);
    if (Domains.isBehind(Hrefs.host(url), Hrefs.host(base))) {
      return Hrefs.root(base) + Hrefs.path(url);
    }
    if (base.startsWith("https:") && !url.regionMatches(true, 0, "https:", 0, 6)) {
      throw unusable(href.strip(), "plain HTTP");
    }
    return url;
  }

  /**
   * Makes the address of a redirect absolute, and rejects those that must not be followed.
   *
   * @throws Failure with one sentence that names the href
   */
  public static String redirect(String base, String href) throws Failure {
    String given = href.strip();
    Matcher scheme = SCHEME.matcher(given);
    if (given.isEmpty() || given.length() > MAX_CHARACTERS) {
      throw unusable(given, given.isEmpty() ? "it is empty" : given.length() + " characters");
    }
    if (scheme.lookingAt() && !scheme.group(1).matches("(?i)https?")) {
      throw unusable(given, "neither http nor https");
    }
    if (given.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw unusable(given, "it contains control characters");
    }
    String url = Hrefs.resolve(base, given);
    if (!Hrefs.AUTHORITY.matcher(Hrefs.root(url)).matches()) {
      throw unusable(given, "it has no host, or it names a user");
    }
    return url;
  }

  /**
   * Resolves an href from a listing of a collection, at the authority of the request.
   *
   * <p>Only the path identifies the member. Behind a reverse proxy, the scheme, host and port of
   * the href may be those of the server's own network.
   *
   * @param asked the absolute URL of the request, to which the href is relative
   * @param href as the server wrote it
   * @return null when the href is outside of the collection, or on another host
   */
  public static String inside(String asked, String href) {
    String trimmed = href.strip();
    if (trimmed.startsWith("/") && !trimmed.startsWith("//") && isPlain(Hrefs.root(asked))) {
      String here = Hrefs.root(asked) + trimmed;
      return Hrefs.within(here, asked) ? here : null;
    }
    if (trimmed.isEmpty() || OPAQUE.matcher(trimmed).lookingAt()) {
      return null;
    }
    if (trimmed.startsWith("//")) { // another authority, or a path with a doubled slash
      String path = Hrefs.root(asked) + trimmed.replaceFirst("^/+", "/");
      if (Hrefs.within(path, asked)) {
        return path;
      }
    }
    String url = Hrefs.resolve(asked, trimmed);
    if (!Hrefs.AUTHORITY.matcher(Hrefs.root(url)).matches()
        || !Domains.mayBe(Hrefs.host(url), Hrefs.host(asked))
        || isNeighbour(Hrefs.root(url), Hrefs.root(asked))) {
      return null;
    }
    String here = Hrefs.root(asked) + Hrefs.path(url);
    return Hrefs.within(here, asked) ? here : null;
  }

  /** Returns whether a root is certainly valid. Saves the cost of the pattern. */
  private static boolean isPlain(String root) {
    int start = root.startsWith("https://") ? 8 : root.startsWith("http://") ? 7 : -1;
    for (int i = start; i >= 0 && i < root.length(); i++) {
      char c = root.charAt(i);
      if (!PathText.isLetter(c) && c != '.' && c != '-') {
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
   * In a network without domains: whether a root names another server than the one of the request.
   * A server behind a reverse proxy differs in port or scheme.
   */
  private static boolean isNeighbour(String root, String asked) {
    String host = Hrefs.host(root);
    return host.matches("[^.:]+")
        && Hrefs.host(asked).matches("[^.:]+")
        && !host.equals(Hrefs.host(asked))
        && root.equalsIgnoreCase(root.substring(0, root.indexOf(':')) + "://" + host)
        && root.regionMatches(true, 0, asked, 0, root.indexOf(':') + 1);
  }

  private static Failure unusable(String href, String why) {
    return new Failure(
        Failure.Kind.SERVER,
        "the server names the address '" + Hrefs.shown(href) + "' (" + why + "): not followed");
  }
}
