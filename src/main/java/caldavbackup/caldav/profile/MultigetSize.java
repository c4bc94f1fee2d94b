package caldavbackup.caldav.profile;

/**
 * How many objects this account's server gives by one multiget: learnt from what it refused, cut
 * short or answered, and tried again a little higher while it answers.
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

  /** The most to ask for; 0 when the server does not know multiget. */
  public synchronized int limit() {
    return limit;
  }

  /** So many came, all of those that were asked for. */
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

  /** So many were too many, and half of them were not. */
  public synchronized void tooMany(int objects) {
    tooMany = objects;
    limit = Math.max(1, Math.min(limit, objects / 2));
    good = 0;
  }

  /** The server gave so many, and the others only when they were asked for again. */
  public synchronized void cutShort(int given) {
    tooMany = given + 1;
    limit = Math.max(1, Math.min(limit, given));
    good = 0;
  }

  /** A page for a browser or the like came; a server that gives nothing else gives no answer. */
  public synchronized void unanswered() {
    if (++noAnswers >= MAX_NO_ANSWERS) {
      limit = 0;
    }
  }

  /** The server does not know multiget at all. */
  public synchronized void unsupported() {
    limit = 0;
  }
}
