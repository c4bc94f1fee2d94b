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
 * Principals that the user may act for (Apple's calendar-proxy extension, groups of RFC 3744), and
 * their calendar homes. Each is requested once, up to a limit.
 *
 * <p>Rights of a group extend to its members, through nested groups. A principal with a calendar
 * home is a person. The protocol does not pass rights on through persons, but some servers do.
 * Principals found through persons are requested last, and a refusal of one of them is not a
 * problem.
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

  /** Evaluates the answer of the user's own principal. */
  void learn(String url, DavResponse response) {
    seen.add(key(url));
    learnRefused(url, response, LINKS);
    for (QName link : LINKS) {
      response.hrefs(link).forEach(href -> add(followed(url, href), false));
    }
  }

  /**
   * Evaluates the answer of one of the principals. Homes that are already known are not theirs.
   *
   * @param principal the requested URL
   * @param url the URL that answered
   */
  void learnRelative(String principal, String url, DavResponse response, List<String> known) {
    seen.add(key(url));
    boolean isPassedOn = isPassedOn(principal);
    if (response.hasType(Names.PROXY_READ) || response.hasType(Names.PROXY_WRITE)) {
      add(parent(url), isPassedOn); // a proxy group is below the principal that its members act for
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

  /** Returns whether some were not requested yet. */
  boolean hasMore() {
    return !waiting.isEmpty() || !waitingLast.isEmpty();
  }

  /**
   * Removes and returns those that were not requested yet. A later call returns the principals that
   * they name.
   */
  List<String> take() {
    boolean isLast = waiting.isEmpty();
    Set<String> next = isLast ? waitingLast : waiting;
    List<String> all = next.stream().limit(MOST - asked).toList();
    if (all.size() < next.size() && !isLast) {
      problems.add(
          "more than "
              + MOST
              + " principals allow the user to act for them: not all are requested"
              + " (include=delegated"
              + " requests their calendars)");
    }
    asked += all.size();
    next.clear();
    return all;
  }

  /** Returns whether it was found only through a person, who may not be able to pass rights on. */
  boolean isPassedOn(String url) {
    return passedOn.contains(key(url));
  }

  /** Returns whether the server may rightly refuse this to the user. */
  boolean hidesNothing(String url, Failure failure) {
    return isPassedOn(url) && failure.status() / 100 == 4;
  }

  /** The number of known principals that were not requested. */
  int waiting() {
    return waiting.size();
  }

  /** Notes that the user wants their calendars, so that failures are problems. */
  void want() {
    wanted = true;
  }

  /** The problems that hide their calendars; none unless they are wanted. */
  List<String> problems() {
    return wanted ? problems : List.of();
  }

  /**
   * Notes a principal or home that could not be read.
   *
   * @param what the start of the sentence that describes the problem
   */
  void failed(String what, Failure failure) {
    problems.add(
        what + ": " + failure.getMessage() + " (include=delegated requests its calendars)");
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

  /** A property that the server does not return may name a principal. */
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
      problems.add(url + ", which " + base + " names, is outside of its domain: not requested");
    } catch (Failure e) {
      problems.add(base + " names a principal or calendar home: " + e.getMessage());
    }
    return null;
  }
}
