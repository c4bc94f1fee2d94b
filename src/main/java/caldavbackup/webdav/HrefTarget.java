package caldavbackup.webdav;

import caldavbackup.text.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an href that a server wrote leads to, and whether it may be asked for. */
public final class HrefTarget {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");

  /** No name of an object: a colon alone may stand in one (SOGo lists {@code col:on.ics}). */
  private static final Pattern OPAQUE =
      Pattern.compile("(?i)(?:about|blob|cid|data|file|javascript|mailto|tel|urn|vbscript):");

  /** A longer address is never asked for. */
  public static final int MAX_CHARACTERS = 4096;

  private HrefTarget() {}

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
   * Makes the address of a redirect absolute, and refuses what must not be asked for.
   *
   * @throws Failure with one sentence that names it
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
      throw unusable(given, "it holds control characters");
    }
    String url = Hrefs.resolve(base, given);
    if (!Hrefs.AUTHORITY.matcher(Hrefs.root(url)).matches()) {
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
    if (trimmed.startsWith("/") && !trimmed.startsWith("//") && isPlain(Hrefs.root(asked))) {
      String here = Hrefs.root(asked) + trimmed;
      return Hrefs.within(here, asked) ? here : null;
    }
    if (trimmed.isEmpty() || OPAQUE.matcher(trimmed).lookingAt()) {
      return null;
    }
    if (trimmed.startsWith("//")) { // another authority, or a path with a slash too many
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

  /** Whether a root certainly is one of a URL, looked at without the cost of the pattern. */
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
   * Whether, in a network without domains, a root names a server beside the one that was asked: the
   * one behind a proxy has a port or a scheme of its own.
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
