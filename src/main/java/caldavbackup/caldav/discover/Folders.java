package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Collections that may hold calendars, because they lie in a calendar home or in a calendar: each
 * is entered once, so many of them and so deep at most.
 */
public final class Folders {
  private static final int MOST = 300;
  private static final int MAX_DEPTH = 12;

  /**
   * A collection to look into.
   *
   * @param depth how many collections lie between it and the home
   * @param delegated whether it lies in the home of somebody who lets the user act for them
   */
  record Folder(String url, int depth, boolean delegated) {}

  private final Set<String> seen = new HashSet<>();
  private final Map<String, Folder> entered = new HashMap<>();
  private final List<Folder> waiting = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int count;

  /** A home, or another collection, that is asked anyway. */
  void noteAsked(String url, boolean delegated) {
    if (seen.add(key(url))) {
      entered.put(key(url), new Folder(url, 0, delegated));
    }
  }

  /** A calendar that is known is listed anyway. */
  void noteListed(String url) {
    seen.add(key(url));
  }

  /** Collections that the listing of a calendar named. */
  public void foundIn(Calendar calendar, Collection<String> urls) {
    boolean delegated = calendar.role() == Calendar.Role.DELEGATED;
    Folder in = entered.getOrDefault(key(calendar.url()), new Folder(calendar.url(), 1, delegated));
    urls.forEach(url -> found(in, url));
  }

  /** A collection that a home or another folder holds. */
  void found(String in, String url) {
    found(entered.getOrDefault(key(in), new Folder(in, 0, false)), url);
  }

  private void found(Folder in, String url) {
    if (!seen.add(key(url))) {
      return;
    }
    if (++count > MOST || in.depth() >= MAX_DEPTH) {
      String problem =
          count > MOST
              ? "more than " + MOST + " collections may hold calendars: not all are looked into"
              : "the collection " + Hrefs.shown(url) + " lies too deep to be looked into";
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
      return;
    }
    Folder folder = new Folder(url, in.depth() + 1, in.delegated());
    entered.put(key(url), folder);
    waiting.add(folder);
  }

  /** Whether some wait to be entered. */
  boolean hasMore() {
    return !waiting.isEmpty();
  }

  /** Those that wait; the next call gives those that they hold. */
  List<String> take() {
    List<String> urls = waiting.stream().map(Folder::url).toList();
    waiting.clear();
    return urls;
  }

  boolean isDelegated(String url) {
    Folder folder = entered.get(key(url));
    return folder != null && folder.delegated();
  }

  /** Whether it was found on the way, and is no home. */
  boolean isFolder(String url) {
    Folder folder = entered.get(key(url));
    return folder != null && folder.depth() > 0;
  }

  /** What is not looked into, and may hold calendars. */
  List<String> problems() {
    return problems;
  }

  private static String key(String url) {
    return Hrefs.root(url).toLowerCase(Locale.ROOT) + Hrefs.canonicalPath(url);
  }
}
