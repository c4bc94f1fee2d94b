package caldavbackup.caldav.discover;

import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.namespace.QName;

/**
 * Principals that let the user act for them (calendar-proxy extension of Apple's, groups of RFC
 * 3744), and their calendar homes: each is asked once, and so many at most.
 *
 * <p>What is given to a group is given to its members, through any number of groups. A principal
 * with a calendar home is a person: what others let <em>him</em> do is not passed on to the user by
 * the protocol, but some servers do so. Where he leads is asked last, and a refusal there hides
 * nothing.
 */
final class Relatives {
  private static final List<QName> LINKS =
      List.of(Names.PROXY_READ_FOR, Names.PROXY_WRITE_FOR, Names.GROUP_MEMBERSHIP);

  private static final int MOST = 300;

  private final Set<String> seen = new HashSet<>();
  private final Set<String> waiting = new LinkedHashSet<>();
  private final Set<String> waitingLast = new LinkedHashSet<>();
  private final Set<String> passedOn = new HashSet<>();
  private final List<String> homes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private boolean wanted;
  private int asked;

  /** Learns from the answer to the user's own principal. */
  void learn(String url, DavResponse response) {
    seen.add(key(url));
    learnRefused(url, response, LINKS);
    for (QName link : LINKS) {
      response.hrefs(link).forEach(href -> add(followed(url, href), false));
    }
  }

  /**
   * Learns from the answer to one of them; homes already known are not theirs.
   *
   * @param principal as it was asked
   * @param url where it answered
   */
  void learnRelative(String principal, String url, DavResponse response, List<String> known) {
    seen.add(key(url));
    boolean isPassedOn = isPassedOn(principal);
    if (response.hasType(Names.PROXY_READ) || response.hasType(Names.PROXY_WRITE)) {
      add(parent(url), isPassedOn); // the group of those who may act, below whom they act for
    }
    boolean isPerson = !response.hrefs(Names.CALENDAR_HOME_SET).isEmpty();
    for (QName link : LINKS) {
      response.hrefs(link).forEach(href -> add(followed(url, href), isPassedOn || isPerson));
    }
    learnRefused(url, response, LINKS);
    learnRefused(url, response, List.of(Names.CALENDAR_HOME_SET));
    for (String href : response.hrefs(Names.CALENDAR_HOME_SET)) {
      String home = followed(url, href);
      if (home != null
          && known.stream().noneMatch(own -> Hrefs.same(own, home))
          && homes.stream().noneMatch(other -> Hrefs.same(other, home))) {
        homes.add(home);
        if (isPassedOn) {
          passedOn.add(key(home));
        }
      }
    }
  }

  /** Whether some are not asked yet. */
  boolean hasMore() {
    return !waiting.isEmpty() || !waitingLast.isEmpty();
  }

  /** Those not asked yet; the next call gives those that they led to. */
  List<String> take() {
    boolean isLast = waiting.isEmpty();
    Set<String> next = isLast ? waitingLast : waiting;
    List<String> all = next.stream().limit(MOST - asked).toList();
    if (all.size() < next.size() && !isLast) {
      problems.add(
          "more than "
              + MOST
              + " principals let the user act for them: not all are asked (include=delegated asks"
              + " for their calendars)");
    }
    asked += all.size();
    next.clear();
    return all;
  }

  /** Whether only a person leads to it, who need not pass on what he may do for others. */
  boolean isPassedOn(String url) {
    return passedOn.contains(key(url));
  }

  /** Whether the server refuses what it need not let the user see. */
  boolean hidesNothing(String url, Failure failure) {
    return isPassedOn(url) && failure.status() / 100 == 4;
  }

  /** How many are known and not asked. */
  int waiting() {
    return waiting.size();
  }

  /** The user wants their calendars: what cannot be learnt of them is a problem. */
  void want() {
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

  private void add(String url, boolean isPassedOn) {
    if (url == null || !seen.add(key(url))) {
      return;
    }
    if (isPassedOn) {
      passedOn.add(key(url));
      waitingLast.add(url);
    } else {
      waiting.add(url);
    }
  }

  private static String key(String url) {
    return Hrefs.root(url).toLowerCase(Locale.ROOT) + Hrefs.canonicalPath(url);
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
      String url = Hrefs.asCollection(HrefTarget.follow(base, href));
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
