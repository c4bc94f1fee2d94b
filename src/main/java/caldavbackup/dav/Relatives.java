package caldavbackup.dav;

import caldavbackup.account.Domains;
import caldavbackup.account.Failure;
import caldavbackup.account.Hrefs;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;

/**
 * Principals that let the user act for them (calendar-proxy extension of Apple's, groups of RFC
 * 3744), and their calendar homes.
 */
final class Relatives {
  private static final List<QName> LINKS =
      List.of(Names.PROXY_READ_FOR, Names.PROXY_WRITE_FOR, Names.GROUP_MEMBERSHIP);

  private final Set<String> seen = new LinkedHashSet<>();
  private final List<String> waiting = new ArrayList<>();
  private final List<String> homes = new ArrayList<>();

  /** Learns from the answer to the user's own principal. */
  void learn(String url, DavResponse response) {
    seen.add(Hrefs.asCollection(url));
    for (QName link : LINKS) {
      response.hrefs(link).forEach(href -> add(url, href));
    }
  }

  /** Learns from the answer to one of them; homes already known are not theirs. */
  void learnRelative(String url, DavResponse response, List<String> known) {
    if (response.hasType(Names.PROXY_READ) || response.hasType(Names.PROXY_WRITE)) {
      add(url, "../"); // the group of those who may act; above it is the one they act for
    }
    for (QName link : LINKS) {
      response.hrefs(link).forEach(href -> add(url, href));
    }
    for (String href : response.hrefs(Names.CALENDAR_HOME_SET)) {
      String home = followed(url, href);
      if (home != null
          && known.stream().noneMatch(own -> Hrefs.same(own, home))
          && homes.stream().noneMatch(other -> Hrefs.same(other, home))) {
        homes.add(home);
      }
    }
  }

  /** Those not asked yet; the next call gives those that they led to. */
  List<String> take() {
    List<String> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  /** How many are known and not asked. */
  int waiting() {
    return waiting.size();
  }

  /** Their calendar homes. */
  List<String> homes() {
    return homes;
  }

  boolean isHome(String url) {
    return homes.stream().anyMatch(home -> Hrefs.same(home, url));
  }

  private void add(String base, String href) {
    String url = href.equals("../") ? parent(base) : followed(base, href);
    if (url != null && seen.add(url)) {
      waiting.add(url);
    }
  }

  private static String parent(String url) {
    String path = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static String followed(String base, String href) {
    try {
      String url = Hrefs.asCollection(Hrefs.follow(base, href));
      return Domains.together(Hrefs.host(url), Hrefs.host(base)) ? url : null;
    } catch (Failure e) {
      return null; // nobody's calendars are lost that the user asked for by name
    }
  }
}
