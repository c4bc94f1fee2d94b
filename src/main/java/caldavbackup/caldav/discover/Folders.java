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
 * Collections that may contain calendars because they are inside a calendar home or a calendar.
 * Each is listed once. Their number and depth are limited.
 */
public final class Folders {
  private static final int MOST = 300;
  private static final int MAX_DEPTH = 12;

  /**
   * A collection to list.
   *
   * @param depth the number of collections between it and the home
   * @param delegated whether it is in the home of another user who delegated access
   */
  record Folder(String url, int depth, boolean delegated) {}

  private final Set<String> seen = new HashSet<>();
  private final Map<String, Folder> entered = new HashMap<>();
  private final List<Folder> waiting = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int count;

  /** Notes a home, or another collection, that is requested anyway. */
  void noteAsked(String url, boolean delegated) {
    if (seen.add(key(url))) {
      entered.put(key(url), new Folder(url, 0, delegated));
    }
  }

  /** Notes a known calendar, which is listed anyway. */
  void noteListed(String url) {
    seen.add(key(url));
  }

  /** Adds collections that the listing of a calendar contains. */
  public void foundIn(Calendar calendar, Collection<String> urls) {
    boolean delegated = calendar.role() == Calendar.Role.DELEGATED;
    Folder in = entered.getOrDefault(key(calendar.url()), new Folder(calendar.url(), 1, delegated));
    urls.forEach(url -> found(in, url));
  }

  /** Adds a collection inside of a home or another folder. */
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
              ? "more than " + MOST + " collections may contain calendars: not all are searched"
              : "the collection " + Hrefs.shown(url) + " is nested too deeply to be searched";
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
      return;
    }
    Folder folder = new Folder(url, in.depth() + 1, in.delegated());
    entered.put(key(url), folder);
    waiting.add(folder);
  }

  /** Returns whether some were not listed yet. */
  boolean hasMore() {
    return !waiting.isEmpty();
  }

  /**
   * Removes and returns those that were not listed yet. A later call returns the collections inside
   * of them.
   */
  List<String> take() {
    List<String> urls = waiting.stream().map(Folder::url).toList();
    waiting.clear();
    return urls;
  }

  boolean isDelegated(String url) {
    Folder folder = entered.get(key(url));
    return folder != null && folder.delegated();
  }

  /** Returns whether it was found during discovery and is not a home. */
  boolean isFolder(String url) {
    Folder folder = entered.get(key(url));
    return folder != null && folder.depth() > 0;
  }

  /** The problems: collections that are not listed but may contain calendars. */
  List<String> problems() {
    return problems;
  }

  private static String key(String url) {
    return Hrefs.root(url).toLowerCase(Locale.ROOT) + Hrefs.canonicalPath(url);
  }
}
