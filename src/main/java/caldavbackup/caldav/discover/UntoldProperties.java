package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Calendars with properties that the server does not return. They may exist all the same. */
final class UntoldProperties {
  private final Set<String> told = new HashSet<>();
  private final Set<String> unsure = new HashSet<>();

  /**
   * Finds properties that a backup keeps and that the server answered with an error.
   *
   * @return the new problems
   */
  List<String> learn(String url, DavResponse response) {
    List<String> problems = new ArrayList<>();
    String path = Hrefs.canonicalPath(url);
    response
        .refused()
        .forEach(
            (name, status) -> {
              if (Names.SAVED.contains(name)
                  && DavResponse.isTrouble(status)
                  && !response.properties().containsKey(name)) {
                unsure.add(path);
                if (told.add(path + name)) {
                  problems.add(
                      "the server answered "
                          + status
                          + " for "
                          + name.getLocalPart()
                          + " of "
                          + Hrefs.path(url));
                }
              }
            });
    return problems;
  }

  /** Notes that some properties of this calendar are unknown. */
  void add(Calendar calendar) {
    unsure.add(Hrefs.canonicalPath(calendar.url()));
  }

  /** Returns whether some properties of the calendar are unknown. */
  boolean contains(Calendar calendar) {
    return unsure.contains(Hrefs.canonicalPath(calendar.url()));
  }
}
