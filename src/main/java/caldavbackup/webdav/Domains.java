package caldavbackup.webdav;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** Decides which hosts belong together: where credentials may be sent, and where hrefs may lead. */
public final class Domains {
  private static final Pattern INNER =
      Pattern.compile(
          "\\.(local|localhost|localdomain|internal|intranet|private|corp|home|lan|home\\.arpa)$");

  private Domains() {}

  /**
   * Returns whether two hosts are the same or share a registrable domain of the public suffix list
   * (RFC 6764, section 8).
   */
  public static boolean together(String one, String other) {
    String a = plain(one);
    String b = plain(other);
    if (a.equals(b)) {
      return true;
    }
    if (isAddress(a) || isAddress(b)) {
      return false; // 10.0.0.1 and 192.0.0.1 share no domain, although both end in 0.1
    }
    PublicSuffixMatcher suffixes = PublicSuffixMatcherLoader.getDefault();
    String domain = suffixes.getDomainRoot(a);
    return domain != null && domain.equals(suffixes.getDomainRoot(b));
  }

  /**
   * Returns whether an href that names one host may refer to the other: both are the same host,
   * share a registrable domain, or the named host exists only in the server's own network.
   */
  public static boolean mayBe(String named, String asked) {
    return isInner(plain(named)) || together(named, asked);
  }

  /**
   * Returns whether a host may be another name of the host that received the request: it is the
   * same, or exists only in the server's own network. A server behind a reverse proxy writes such
   * names.
   */
  public static boolean isBehind(String named, String asked) {
    return plain(named).equals(plain(asked)) || isInner(plain(named));
  }

  /**
   * Addresses, names without a dot, and names in domains that public DNS does not have (RFC 6762).
   */
  private static boolean isInner(String host) {
    return isAddress(host) || host.indexOf('.') < 0 || INNER.matcher(host).find();
  }

  /**
   * Returns whether DNS may list services for this host. It lists none for addresses and local
   * names.
   */
  public static boolean mayHaveServices(String host) {
    String name = plain(host);
    return !isAddress(name)
        && name.indexOf('.') > 0
        && !name.endsWith(".localhost")
        && !name.endsWith(".local")
        && !name.endsWith(".invalid");
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
