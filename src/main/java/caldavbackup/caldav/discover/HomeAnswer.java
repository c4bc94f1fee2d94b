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
 * The answer to PROPFIND Depth 1 of a calendar home, or of a collection in it. Each response is
 * classified ({@link Accounted}).
 */
final class HomeAnswer {
  /** Resolves an href outside of the home, or notes why it is not followed. */
  interface Elsewhere {
    /** The URL, or null. */
    String follow(String base, String href, String what);
  }

  /**
   * A resource with its URL.
   *
   * @param url the URL to request
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
   * Creates an empty answer.
   *
   * @param asked the URL that answered
   */
  HomeAnswer(String asked, Elsewhere elsewhere) {
    this.asked = asked;
    this.elsewhere = elsewhere;
  }

  /** Adds a response. */
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
      return Accounted.PROBLEM; // the callee has noted the problem
    }
    url = url.replace("?", "%3F").replace("#", "%23");
    if (url.indexOf('\uFFFD') >= 0) {
      return problem("the address " + Hrefs.shown(response.href()) + " has an invalid encoding");
    }
    DavResponse before = here.putIfAbsent(Hrefs.canonicalPath(url), response);
    if (before != null) {
      return before.saysSame(response)
          ? Accounted.REPEATED
          : problem(Hrefs.shown(response.href()) + " is listed twice with different properties");
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
      return problem(
          "the type of " + Hrefs.shown(response.href()) + " has an undeclared XML prefix");
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

  /** Each resource of a WebDAV server has a type (RFC 4918, section 15.9). */
  private Accounted untyped(DavResponse response, boolean isItself) {
    int refused = response.refused().getOrDefault(Names.RESOURCETYPE, 404);
    boolean isFile = refused == 404 && !response.href().endsWith("/");
    if (isItself && refused == 404) {
      return Accounted.ITSELF;
    }
    if (isFile && itself != null && Origin.isCalendar(itself)) {
      return Accounted.OTHER; // an object of the home, which is also a calendar
    }
    String href = Hrefs.shown(response.href());
    return problem(
        response.refused().containsKey(Names.RESOURCETYPE)
            ? "the server answered " + refused + " for the type of " + href
            : "the server does not report the type of " + href);
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

  /** The calendars, including the home itself if it is one. */
  List<Found> calendars() {
    return calendars;
  }

  /** Collections that may contain calendars. */
  List<String> folders() {
    return folders;
  }

  /** Resources that are listed but reported as not found. */
  List<Found> absent() {
    return absent;
  }

  /** The responses that cannot be classified, as sentences. */
  List<String> problems() {
    return problems;
  }

  /** The response for the collection itself, or null. */
  DavResponse itself() {
    return itself;
  }
}
