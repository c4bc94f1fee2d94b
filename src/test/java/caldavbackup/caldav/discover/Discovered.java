package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import java.util.List;

/** What was found of an account, without a server to find it on. */
public final class Discovered {
  private Discovered() {}

  /** Homes as URLs; none when the location is the one calendar given. */
  public static Discovery of(List<String> homes, Calendar... calendars) {
    Discovery discovery = new Discovery("https://h/");
    discovery.homes().addAll(homes);
    discovery.calendars().addAll(List.of(calendars));
    return discovery;
  }
}
