package caldavbackup.restore.plan;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Whether a restore that is under way has met its end: a cause that every further request would
 * meet, too. From then on nothing is sent, and all that is left is settled with this one cause.
 */
public final class RestoreEnd {
  private static final String MARK = "the restore ended early: ";
  private static final int INSUFFICIENT_STORAGE = 507;

  /** RFC 4331, section 6; what servers say of a full account in plain words is a 507 with them. */
  private static final Pattern QUOTA = Pattern.compile("\\bquota-not-exceeded\\b");

  /** Broken connections in a row, nothing having gone well between them. */
  private static final int MAX_BROKEN = 10;

  private String cause;
  private boolean isDeaf;
  private int broken;

  /** Whether this is why an object was not restored for the end of the whole. */
  static boolean isIn(String why) {
    return why.contains(MARK);
  }

  /** A request was answered as it should be. */
  public synchronized void wentWell() {
    broken = 0;
  }

  /** Learns of a failure; says whether it is the end, or follows from it. */
  public synchronized boolean isMetBy(Failure failure) {
    if (isIn(failure.getMessage())) {
      return true;
    }
    boolean isFull =
        failure.status() == INSUFFICIENT_STORAGE || QUOTA.matcher(failure.getMessage()).find();
    boolean isEnd = isFull || ofServer(failure) || isBrokenAgain(failure);
    if (isEnd && cause == null) {
      cause = failure.getMessage();
      isDeaf = !isFull;
    }
    return isEnd;
  }

  /** Whether the server lets nobody in any more, or is gone. */
  static boolean ofServer(Failure failure) {
    return failure.endsAll() || Failure.isUnreached(failure);
  }

  private boolean isBrokenAgain(Failure failure) {
    boolean isBroken = failure.status() == 0 && isOfConnection(failure.getCause());
    broken = isBroken ? broken + 1 : 0;
    return broken >= MAX_BROKEN;
  }

  private static boolean isOfConnection(Throwable cause) {
    return cause instanceof IOException && !(cause instanceof Failure);
  }

  /** The cause, null while the restore goes on. */
  synchronized String cause() {
    return cause;
  }

  /** Whether nothing can be read any more either; a full account can still be read. */
  public synchronized boolean isDeaf() {
    return isDeaf;
  }

  /** What failed, without the cause that all of them share. */
  synchronized String without(String failure) {
    return failure.replace(", " + MARK + cause, "").replace(": " + cause, "");
  }

  /** Why an object that was not written is not restored. */
  public synchronized String notRestored() {
    return "not restored, " + MARK + cause;
  }

  /** Why an object that was to be deleted is still there. */
  public synchronized String notDeleted() {
    return "not deleted, " + MARK + cause;
  }

  /** Why an object that was written is not known to be there. */
  public synchronized String notReadBack() {
    return "written and not read back, " + MARK + cause;
  }

  /**
   * Lets the next request through.
   *
   * @throws Failure after the end
   */
  public synchronized void require() throws Failure {
    if (cause != null) {
      throw new Failure(Failure.Kind.INCOMPLETE, notRestored());
    }
  }
}
