package caldavbackup.caldav.discover;

import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resources that are known but missing from listings, or listed as not found. Each is requested
 * individually; only its own 404 or 410 proves that it does not exist.
 */
final class Doubts {
  private final Map<String, String> waiting = new LinkedHashMap<>();

  /**
   * Adds a resource.
   *
   * @param url the URL to request
   * @param sentence the start of the sentence that describes the problem
   */
  void add(String url, String sentence) {
    waiting.putIfAbsent(url, sentence);
  }

  /** Adds a calendar of an earlier run, unless this run found it. */
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
      add(Hrefs.root(near) + path, "calendar " + name + " is missing from the account's listing");
    }
  }

  /** The resources that were not requested yet. */
  List<String> urls() {
    return new ArrayList<>(waiting.keySet());
  }

  /** Notes that the resource does not exist, or is a known one under another URL. */
  void settle(String url) {
    waiting.remove(url);
  }

  /**
   * Notes that the resource exists, or that its state is unknown.
   *
   * @param why the result of the request
   * @return the problem
   */
  String problem(String url, String why) {
    String sentence = waiting.remove(url);
    return (sentence == null ? Hrefs.shown(url) : sentence) + ", but " + why;
  }
}
