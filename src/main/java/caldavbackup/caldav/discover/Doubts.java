package caldavbackup.caldav.discover;

import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resources that no listing shows, or that one lists as not found, although they were known or may
 * be there: each is asked itself, and only its own 404 or 410 says that it is gone.
 */
final class Doubts {
  private final Map<String, String> waiting = new LinkedHashMap<>();

  /**
   * Adds a resource.
   *
   * @param url where to ask it
   * @param sentence what is doubtful, the beginning of a problem's sentence
   */
  void add(String url, String sentence) {
    waiting.putIfAbsent(url, sentence);
  }

  /** Adds a calendar that an earlier run found, unless it was found again. */
  void addUnlessFound(Discovery discovery, String path, String name) {
    String canonical = Hrefs.canonicalPath(path);
    boolean isFound =
        discovery.calendars().stream()
            .anyMatch(calendar -> Hrefs.canonicalPath(calendar.url()).equals(canonical));
    if (!isFound) {
      String near =
          discovery.homes().stream()
              .filter(home -> canonical.startsWith(Hrefs.canonicalPath(home) + "/"))
              .findFirst()
              .orElse(discovery.location().answeredAt());
      add(
          Hrefs.root(near) + path,
          "calendar " + name + " is not in the account's listing any more");
    }
  }

  /** Those not asked yet. */
  List<String> urls() {
    return new ArrayList<>(waiting.keySet());
  }

  /**
   * The resource says itself that it is not there, or that it is a known one under another name.
   */
  void settle(String url) {
    waiting.remove(url);
  }

  /**
   * The resource is there, or nobody knows.
   *
   * @param why what it said
   * @return the problem
   */
  String problem(String url, String why) {
    String sentence = waiting.remove(url);
    return (sentence == null ? Hrefs.shown(url) : sentence) + ", and " + why;
  }
}
