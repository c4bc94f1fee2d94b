package caldavbackup.caldav.profile;

/**
 * The number of objects in one multiget that the server of an account accepts. It shrinks after
 * refusals and truncated answers, and grows slowly while the server answers.
 */
public final class MultigetSize {
  private static final int MOST = 250;
  private static final int PATIENCE = 10;
  private static final int MAX_NO_ANSWERS = 2;

  private int limit = MOST;
  private int tooMany = Integer.MAX_VALUE;
  private int good;
  private int noAnswers;

  MultigetSize() {}

  /** Returns the maximum for a request; 0 when the server does not support multiget. */
  public synchronized int limit() {
    return limit;
  }

  /** Notes a complete answer with this many objects. */
  public synchronized void worked(int objects) {
    noAnswers = 0;
    if (limit == 0 || objects < limit || limit == MOST) {
      return;
    }
    int next = Math.min(MOST, limit * 2);
    if (++good >= (next < tooMany ? 1 : PATIENCE)) {
      limit = next;
      good = 0;
    }
  }

  /** Notes that this many were too many, but half of them were not. */
  public synchronized void tooMany(int objects) {
    tooMany = objects;
    limit = Math.max(1, Math.min(limit, objects / 2));
    good = 0;
  }

  /** Notes that the server returned this many, and the others only on a second request. */
  public synchronized void cutShort(int given) {
    tooMany = given + 1;
    limit = Math.max(1, Math.min(limit, given));
    good = 0;
  }

  /**
   * Notes an answer that is not a multistatus, such as a web page. If there is no other, multiget
   * is not used.
   */
  public synchronized void unanswered() {
    if (++noAnswers >= MAX_NO_ANSWERS) {
      limit = 0;
    }
  }

  /** Notes that the server does not support multiget. */
  public synchronized void unsupported() {
    limit = 0;
  }
}
