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
 * One answer of a listing while it arrives: gives the objects that no answer has named before, and
 * notes what the server says of the answer itself.
 *
 * <p>Each response is accounted for ({@link Accounted}): what is no object and not known to be
 * something else is noted for whoever proves the listing.
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
   * @param asked the URL that was asked, which hrefs are relative to
   * @param handed keys of those that were handed on already, also while this answer is read
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
      throw unusable(response, "which is not in it");
    }
    if (url.indexOf('\uFFFD') >= 0) {
      throw unusable(response, "whose characters are not well encoded");
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
    if (!own.contains(parent)) { // a server that lists what lies deeper, too
      String up = Hrefs.parent(url);
      folders.put(parent, up);
      return Accounted.FOLDER;
    }
    if (mayBeFolder(response, url)) {
      return folder(response, path, url);
    }
    return object(response, path);
  }

  /** Whether a server lists a collection that the calendar lies in: no object of it. */
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

  /** The type decides where it is given; else a slash, unless it has what only objects have. */
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

  /** One that the server has trouble with is there all the same: reading it will tell which. */
  private Accounted object(DavResponse response, String path) throws Failure {
    Member member = Member.of(calendar, response);
    int version = Objects.hash(member.etag(), member.length(), member.lastModified());
    Integer before = here.putIfAbsent(path, version);
    if (before != null) {
      if (before != version) {
        doubt("it names " + Hrefs.shown(response.href()) + " twice, and not alike");
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
   * The path of another object with that name, or null. Most names follow from their paths: only
   * the others are held.
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
            + " names "
            + (response.href().isBlank() ? "something without an href" : response.href())
            + ", "
            + why);
  }

  /** What the answer said, once it was read to its end. */
  ListingPlan.Outcome outcome() {
    return new ListingPlan.Outcome(named, here.keySet(), namesItself, more, reader.syncToken());
  }

  /**
   * Fails unless every response was understood and every object of the answer was handed on.
   *
   * @param what names the answer
   */
  void prove(String what) throws Failure {
    counts.prove(reader.given(), what);
    if (counts.of(Accounted.OBJECT) != here.size() || !handed.containsAll(here.keySet())) {
      throw Failure.incomplete("not all of " + here.size() + " objects in " + what + " were taken");
    }
  }

  /** Collections in the calendar, their URLs by path: calendars below it, or folders of them. */
  Map<String, String> folders() {
    return folders;
  }

  /** What the server lists as not there, URLs by path. */
  Map<String, String> absent() {
    return absent;
  }

  /** What cannot be told from the responses: a sentence for each path. */
  Map<String, String> problems() {
    return problems;
  }

  /** Why the answer may not hold everything, or null. */
  String doubt() {
    return doubt;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
