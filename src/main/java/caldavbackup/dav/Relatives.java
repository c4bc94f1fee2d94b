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
  private final List<String> problems = new ArrayList<>();
  private boolean wanted;

  /** Learns from the answer to the user's own principal. */
  void learn(String url, DavResponse response) {
    seen.add(Hrefs.asCollection(url));
    learnRefused(url, response, LINKS);
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
    learnRefused(url, response, LINKS);
    learnRefused(url, response, List.of(Names.CALENDAR_HOME_SET));
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

  /** The user wants their calendars: what cannot be learnt of them is a problem. */
  void areWanted() {
    wanted = true;
  }

  /** What hides their calendars; nothing unless they are wanted. */
  List<String> problems() {
    return wanted ? problems : List.of();
  }

  /**
   * A principal or home could not be read.
   *
   * @param what which one, the beginning of a problem's sentence
   */
  void failed(String what, Failure failure) {
    problems.add(
        what + ": " + failure.getMessage() + " (include=delegated asks for its calendars)");
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

  /** A property that the server does not show may name somebody. */
  private void learnRefused(String url, DavResponse response, List<QName> names) {
    for (QName name : names) {
      int status = response.refused().getOrDefault(name, 0);
      if (DavResponse.isTrouble(status)) {
        problems.add(
            "the server answered " + status + " for " + name.getLocalPart() + " of " + url);
      }
    }
  }

  private String followed(String base, String href) {
    try {
      String url = Hrefs.asCollection(Hrefs.follow(base, href));
      if (Domains.together(Hrefs.host(url), Hrefs.host(base))) {
        return url;
      }
      problems.add(url + ", which " + base + " names, is outside its domain: not asked");
    } catch (Failure e) {
      problems.add(base + " names a principal or calendar home: " + e.getMessage());
    }
    return null;
  }
}
