package caldavbackup.caldav.list;

import caldavbackup.caldav.Accounted;
import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Origin;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import caldavbackup.webdav.Names;
import caldavbackup.webdav.PullIterator;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One answer of a listing while it arrives: returns the objects that no earlier answer contained,
 * and notes what the server reports about the answer.
 *
 * <p>Each response is classified ({@link Accounted}). A response that is not an object and not
 * known to be something else is noted, so that the listing cannot be proved complete.
 */
final class ListingAnswer extends PullIterator<Member> {
  private final MultistatusReader reader;
  private final Calendar calendar;
  private final String asked;
  private final Set<String> handed;
  private final Map<String, Integer> here = new HashMap<>();
  private final String home;
  private final Map<String, String> byName = new HashMap<>();
  private final Set<String> own;
  private final Accounted.Counts counts = new Accounted.Counts();
  private final Map<String, String> folders = new LinkedHashMap<>();
  private final Map<String, String> absent = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();
  private Member fresh;
  private long named;
  private boolean namesItself;
  private boolean more;
  private String doubt;

  /**
   * Starts to read.
   *
   * @param asked the URL of the request, to which hrefs are relative
   * @param handed keys of objects that were returned before, updated while this answer is read
   */
  ListingAnswer(MultistatusReader reader, Calendar calendar, String asked, Set<String> handed) {
    this.reader = reader;
    this.calendar = calendar;
    this.asked = asked;
    this.handed = handed;
    this.home = Hrefs.canonicalPath(calendar.url()) + "/";
    this.own = new HashSet<>();
    own.add(Hrefs.canonicalPath(calendar.url()));
    own.add(Hrefs.canonicalPath(asked));
  }

  @Override
  protected Member pull() throws IOException {
    fresh = null;
    for (DavResponse response = reader.next(); response != null; response = reader.next()) {
      counts.add(account(response));
      if (fresh != null) {
        return fresh;
      }
    }
    return null;
  }

  private Accounted account(DavResponse response) throws Failure {
    if (response.saysMore()) {
      more = true;
      return Accounted.TRUNCATED;
    }
    String url = HrefTarget.inside(asked, response.href());
    url = url == null ? HrefTarget.inside(calendar.url(), response.href()) : url;
    if (url == null && isAbove(response)) {
      return Accounted.OTHER;
    }
    if (url == null) {
      throw unusable(response, "which is outside of the calendar");
    }
    if (url.indexOf('\uFFFD') >= 0) {
      throw unusable(response, "which has an invalid encoding");
    }
    String path = Member.key(url, response.href());
    if (own.contains(path)) {
      return itself(response);
    }
    if (response.isAbsent()) {
      absent.put(path, url);
      return Accounted.ABSENT;
    }
    String parent = path.substring(0, path.lastIndexOf('/'));
    if (!own.contains(parent)) { // the server also lists nested collections
      String up = Hrefs.parent(url);
      folders.put(parent, up);
      return Accounted.FOLDER;
    }
    if (mayBeFolder(response, url)) {
      return folder(response, path, url);
    }
    return object(response, path);
  }

  /** Returns whether the response is for a collection that contains the calendar. */
  private boolean isAbove(DavResponse response) {
    String above = HrefTarget.inside(Hrefs.root(asked) + "/", response.href());
    return above != null
        && own.stream().anyMatch(path -> path.startsWith(Hrefs.canonicalPath(above) + "/"));
  }

  private Accounted itself(DavResponse response) {
    if (response.status() >= 400) {
      doubt("the server answered " + response.status() + " for the calendar itself");
    } else {
      namesItself = true;
    }
    return Accounted.ITSELF;
  }

  /**
   * Returns whether it may be a collection: by its type; without a type, by a trailing slash,
   * unless it has properties of objects.
   */
  private static boolean mayBeFolder(DavResponse response, String url) {
    return response.saysType()
        ? response.hasType(Names.COLLECTION)
        : url.endsWith("/")
            && !response.properties().containsKey(Names.GETETAG)
            && !response.properties().containsKey(Names.GETCONTENTLENGTH);
  }

  private Accounted folder(DavResponse response, String path, String url) {
    if (response.status() >= 300) {
      problems.put(
          path,
          "the server answered " + response.status() + " for " + Hrefs.shown(response.href()));
      return Accounted.PROBLEM;
    }
    if (response.saysType() && !response.isFolder() && !Origin.isCalendar(response)) {
      return Accounted.OTHER;
    }
    folders.put(path, Hrefs.asCollection(url));
    return Accounted.FOLDER;
  }

  /**
   * An object for which the server reports an error exists all the same. Reading it shows the
   * error.
   */
  private Accounted object(DavResponse response, String path) throws Failure {
    Member member = Member.of(calendar, response);
    int version = Objects.hash(member.etag(), member.length(), member.lastModified());
    Integer before = here.putIfAbsent(path, version);
    if (before != null) {
      if (before != version) {
        doubt("it lists " + Hrefs.shown(response.href()) + " twice with different properties");
      }
      return Accounted.REPEATED;
    }
    String other = sameName(member.name(), path);
    if (other != null) {
      throw unusable(response, "which has the name of another object, " + other);
    }
    named++;
    fresh = handed.contains(path) ? null : member;
    return Accounted.OBJECT;
  }

  /**
   * The path of another object with the same name, or null. Only paths that do not follow from the
   * name are stored.
   */
  private String sameName(String name, String path) {
    String usual = Hrefs.canonicalPath(home + Hrefs.encodeSegment(name));
    if (path.equals(usual)) {
      return byName.get(name);
    }
    String other = byName.putIfAbsent(name, path);
    return other == null && here.containsKey(usual) ? usual : other;
  }

  private void doubt(String sentence) {
    doubt = doubt == null ? sentence : doubt;
    more = true; // another way to list must confirm it
  }

  private Failure unusable(DavResponse response, String why) {
    return new Failure(
        Failure.Kind.SERVER,
        "the listing of calendar "
            + calendar.label()
            + " contains "
            + (response.href().isBlank() ? "an entry without an href" : response.href())
            + ", "
            + why);
  }

  /** The result of the answer, after it was read to its end. */
  ListingPlan.Outcome outcome() {
    return new ListingPlan.Outcome(named, here.keySet(), namesItself, more, reader.syncToken());
  }

  /**
   * Fails unless every response was classified and every object of the answer was returned.
   *
   * @param what the name of the answer
   */
  void prove(String what) throws Failure {
    counts.prove(reader.given(), what);
    if (counts.of(Accounted.OBJECT) != here.size() || !handed.containsAll(here.keySet())) {
      throw Failure.incomplete(
          "some of the " + here.size() + " objects in " + what + " were not processed");
    }
  }

  /** Collections in the calendar, as URLs by path: calendars below it, or their folders. */
  Map<String, String> folders() {
    return folders;
  }

  /** Resources that are listed as not found, as URLs by path. */
  Map<String, String> absent() {
    return absent;
  }

  /** The responses that cannot be classified, as one sentence for each path. */
  Map<String, String> problems() {
    return problems;
  }

  /** Why the answer may be incomplete, or null. */
  String doubt() {
    return doubt;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
