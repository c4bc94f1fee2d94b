package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.text.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The calendars of an account that single objects are restored into, known once the first object
 * was.
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
   * Lets one exchange look for a calendar, and make it; the others wait for {@link #leave}. Else
   * each would make it, were it not there.
   *
   * @throws Failure that of one before which ends all: who waited meanwhile does not ask again
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
   * Lets the next one in.
   *
   * @param failure what looking failed with; null when it did not
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

  /** By the name that was asked for, or by the path that the calendar had where it was saved. */
  public Map<String, Calendar> byName() {
    return byName;
  }

  /** By the URL of the calendar that is written to: the path that it had where it was saved. */
  public Map<String, String> pathByTarget() {
    return pathByTarget;
  }
}
