package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calendars of an account that single objects are restored into, known once the first object
 * was.
 *
 * <p>Safe for use by several threads.
 */
public final class RestoreTargets {
  private final Map<String, Calendar> byName = new ConcurrentHashMap<>();
  private final Map<String, String> pathByTarget = new ConcurrentHashMap<>();

  RestoreTargets() {}

  /** By the name that was asked for, or by the path that the calendar had where it was saved. */
  public Map<String, Calendar> byName() {
    return byName;
  }

  /** By the URL of the calendar that is written to: the path that it had where it was saved. */
  public Map<String, String> pathByTarget() {
    return pathByTarget;
  }
}
