package caldavbackup.caldav.discover;

import caldavbackup.caldav.Accounted;
import caldavbackup.caldav.Origin;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the answer to PROPFIND Depth 1 of a calendar home, or of a collection in it, holds: every
 * response is accounted for ({@link Accounted}).
 */
final class HomeAnswer {
  /** Makes an href outside of the home absolute, or notes why it is not followed. */
  interface Elsewhere {
    /** The URL, or null. */
    String follow(String base, String href, String what);
  }

  /**
   * A resource with its own address.
   *
   * @param url where to ask it
   */
  record Found(String url, DavResponse response) {}

  private final String asked;
  private final Elsewhere elsewhere;
  private final Accounted.Counts counts = new Accounted.Counts();
  private final Map<String, DavResponse> here = new HashMap<>();
  private final List<Found> calendars = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private final List<Found> absent = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private DavResponse itself;

  /**
   * Starts.
   *
   * @param asked the URL that answered
   */
  HomeAnswer(String asked, Elsewhere elsewhere) {
    this.asked = asked;
    this.elsewhere = elsewhere;
  }

  /** Takes in a response. */
  void add(DavResponse response) {
    counts.add(account(response));
  }

  private Accounted account(DavResponse response) {
    if (response.href().isBlank()) {
      return problem("a response without an href");
    }
    String inside = HrefTarget.inside(asked, response.href());
    boolean isItself =
        inside != null && Hrefs.canonicalPath(inside).equals(Hrefs.canonicalPath(asked));
    if (isItself) {
      itself = itself == null ? response : itself;
    }
    if (inside == null && isOther(response)) {
      return Accounted.OTHER;
    }
    String url =
        inside != null && isUsable(inside)
            ? inside
            : elsewhere.follow(asked, response.href(), "a calendar");
    if (url == null) {
      return Accounted.PROBLEM; // noted by whoever did not follow it
    }
    url = url.replace("?", "%3F").replace("#", "%23");
    if (url.indexOf('\uFFFD') >= 0) {
      return problem("the address " + Hrefs.shown(response.href()) + " is not well encoded");
    }
    DavResponse before = here.putIfAbsent(Hrefs.canonicalPath(url), response);
    if (before != null) {
      return before.saysSame(response)
          ? Accounted.REPEATED
          : problem(Hrefs.shown(response.href()) + " is named twice, and not alike");
    }
    return known(response, url, isItself, inside != null);
  }

  private Accounted known(DavResponse response, String url, boolean isItself, boolean isInside) {
    if (response.isAbsent() && !isItself) {
      absent.add(new Found(url, response));
      return Accounted.ABSENT;
    }
    if (response.status() >= 300) {
      return problem(response.status() + " for " + Hrefs.shown(response.href()));
    }
    if (!response.saysType()) {
      return untyped(response, isItself);
    }
    if (Origin.isCalendar(response)) {
      calendars.add(new Found(url, response));
      return Accounted.CALENDAR;
    }
    if (response.isTypeUnclear()) {
      return problem("what " + Hrefs.shown(response.href()) + " is has an undeclared prefix");
    }
    if (isItself) {
      return Accounted.ITSELF;
    }
    if (response.isFolder() && isInside) {
      folders.add(Hrefs.asCollection(url));
      return Accounted.FOLDER;
    }
    return Accounted.OTHER;
  }

  /** Every resource of a WebDAV server has a type (RFC 4918, section 15.9). */
  private Accounted untyped(DavResponse response, boolean isItself) {
    int refused = response.refused().getOrDefault(Names.RESOURCETYPE, 404);
    boolean isFile = refused == 404 && !response.href().endsWith("/");
    if (isItself && refused == 404) {
      return Accounted.ITSELF;
    }
    if (isFile && itself != null && Origin.isCalendar(itself)) {
      return Accounted.OTHER; // an object of the home, which is a calendar too
    }
    String href = Hrefs.shown(response.href());
    return problem(
        response.refused().containsKey(Names.RESOURCETYPE)
            ? "the server answered " + refused + " for what " + href + " is"
            : "the server does not say what " + href + " is");
  }

  private static boolean isUsable(String url) {
    return url.length() <= HrefTarget.MAX_CHARACTERS
        && url.chars().noneMatch(c -> c < 0x20 || c == 0x7f);
  }

  private static boolean isOther(DavResponse response) {
    return response.status() < 300
        && response.saysType()
        && !Origin.isCalendar(response)
        && !response.isTypeUnclear();
  }

  private Accounted problem(String sentence) {
    problems.add(sentence);
    return Accounted.PROBLEM;
  }

  Accounted.Counts counts() {
    return counts;
  }

  /** The calendars, the home itself where it is one. */
  List<Found> calendars() {
    return calendars;
  }

  /** Collections that calendars may lie in. */
  List<String> folders() {
    return folders;
  }

  /** What is listed, and said to be not there. */
  List<Found> absent() {
    return absent;
  }

  /** What cannot be told, in words. */
  List<String> problems() {
    return problems;
  }

  /** What the collection says of itself, or null. */
  DavResponse itself() {
    return itself;
  }
}
