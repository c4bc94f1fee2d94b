package caldavbackup.webdav;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** Which hosts belong together: where credentials may go, and where hrefs may lead. */
public final class Domains {
  private static final Pattern INNER =
      Pattern.compile(
          "\\.(local|localhost|localdomain|internal|intranet|private|corp|home|lan|home\\.arpa)$");

  private Domains() {}

  /**
   * Whether two hosts are the same or lie in the same registrable domain (RFC 6764, section 8), by
   * the public suffix list.
   */
  public static boolean together(String one, String other) {
    String a = plain(one);
    String b = plain(other);
    if (a.equals(b)) {
      return true;
    }
    if (isAddress(a) || isAddress(b)) {
      return false; // 10.0.0.1 and 192.0.0.1 are no neighbours because both end in 0.1
    }
    PublicSuffixMatcher suffixes = PublicSuffixMatcherLoader.getDefault();
    String domain = suffixes.getDomainRoot(a);
    return domain != null && domain.equals(suffixes.getDomainRoot(b));
  }

  /**
   * Whether an href that names one host may mean what was asked at the other: it is the same, of
   * the same registrable domain, or one that only the server's own network knows.
   */
  public static boolean mayBe(String named, String asked) {
    return isInner(plain(named)) || together(named, asked);
  }

  /**
   * Whether a host is the one that was asked under another name: the same, or one that only the
   * server's own network knows, as a server writes it that stands behind a proxy.
   */
  public static boolean isBehind(String named, String asked) {
    return plain(named).equals(plain(asked)) || isInner(plain(named));
  }

  /** Addresses, names without a dot, and names of domains that no public DNS has (RFC 6762). */
  private static boolean isInner(String host) {
    return isAddress(host) || host.indexOf('.') < 0 || INNER.matcher(host).find();
  }

  /** Whether the DNS may know services of this host: not of an address, nor of a local name. */
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
