package caldavbackup.restore.plan;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Detects that a running restore must end, because every further request would fail for the same
 * reason. From then on nothing is sent, and all remaining objects are settled with this reason.
 */
public final class RestoreEnd {
  private static final String MARK = "the restore ended early: ";
  private static final int INSUFFICIENT_STORAGE = 507;

  /**
   * RFC 4331, section 6. Servers that describe a full account only in words answer with status 507.
   */
  private static final Pattern QUOTA = Pattern.compile("\\bquota-not-exceeded\\b");

  /** The number of consecutive broken connections that end the restore. */
  private static final int MAX_BROKEN = 10;

  private String cause;
  private boolean isDeaf;
  private int broken;

  /** Returns whether an object was not restored because the restore ended early. */
  static boolean isIn(String why) {
    return why.contains(MARK);
  }

  /** Records a successful request. */
  public synchronized void wentWell() {
    broken = 0;
  }

  /** Records a failure; returns whether it ends the restore or follows from its end. */
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

  /** Returns whether the server refuses all access or is unreachable. */
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

  /** Returns the reason, null while the restore continues. */
  synchronized String cause() {
    return cause;
  }

  /** Returns whether reading is impossible, too; a full account can still be read. */
  public synchronized boolean isDeaf() {
    return isDeaf;
  }

  /** Returns a failure without the reason that all failures share. */
  synchronized String without(String failure) {
    return failure.replace(", " + MARK + cause, "").replace(": " + cause, "");
  }

  /** Returns why an object that was not written is not restored. */
  public synchronized String notRestored() {
    return "not restored, " + MARK + cause;
  }

  /** Returns why an object that was to be deleted still exists. */
  public synchronized String notDeleted() {
    return "not deleted, " + MARK + cause;
  }

  /** Returns why a written object was not verified. */
  public synchronized String notReadBack() {
    return "written and not read back, " + MARK + cause;
  }

  /**
   * Allows the next request.
   *
   * @throws Failure after the end
   */
  public synchronized void require() throws Failure {
    if (cause != null) {
      throw new Failure(Failure.Kind.INCOMPLETE, notRestored());
    }
  }
}
