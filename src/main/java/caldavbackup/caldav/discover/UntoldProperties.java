package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Calendars that have properties which the server does not show: not to show is not to lack. */
final class UntoldProperties {
  private final Set<String> told = new HashSet<>();
  private final Set<String> unsure = new HashSet<>();

  /**
   * Looks for properties that a backup keeps and the server answered with trouble.
   *
   * @return the problems that are new
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

  /** Not all properties of this calendar are known. */
  void add(Calendar calendar) {
    unsure.add(Hrefs.canonicalPath(calendar.url()));
  }

  /** Whether not all properties of the calendar are known. */
  boolean contains(Calendar calendar) {
    return unsure.contains(Hrefs.canonicalPath(calendar.url()));
  }
}
