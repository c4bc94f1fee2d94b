package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.text.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The calendars of an account that single objects are restored into, known after the first object
 * of each.
 *
 * <p>Safe for use by several threads.
 */
public final class RestoreTargets {
  private final Map<String, Calendar> byName = new ConcurrentHashMap<>();
  private final Map<String, String> pathByTarget = new ConcurrentHashMap<>();

  private final Semaphore door = new Semaphore(1);
  private Failure end;
  private int ends;

  RestoreTargets() {}

  /**
   * Admits one exchange to look for a calendar, and create it. Others wait until {@link #leave}, so
   * that a calendar is created only once.
   *
   * @throws Failure the failure of the exchange before if it ends all; exchanges that waited do not
   *     try again
   */
  public void enter() throws Failure, InterruptedException {
    int before = ends();
    door.acquire();
    synchronized (this) {
      if (ends != before) {
        door.release();
        throw end;
      }
    }
  }

  /**
   * Admits the next exchange.
   *
   * @param failure the failure of the look-up; null if it succeeded
   */
  public synchronized void leave(Failure failure) {
    if (failure != null && (failure.endsAll() || Failure.isUnreached(failure))) {
      end = failure;
      ends++;
    }
    door.release();
  }

  private synchronized int ends() {
    return ends;
  }

  /** The calendars, by requested name or by the path of the saved calendar. */
  public Map<String, Calendar> byName() {
    return byName;
  }

  /** The path of the saved calendar, by the URL of the calendar that is written to. */
  public Map<String, String> pathByTarget() {
    return pathByTarget;
  }
}
