package caldavbackup.caldav.profile;

/**
 * The reliability of the server's data about the bytes of GET: whether listed lengths are right,
 * whether ETags are digests, and whether GET currently returns objects at all.
 */
public final class ServerWord {
  /**
   * After this many objects with another ETag than the listed one, GET is known to use different
   * ETags.
   */
  private static final int MAX_OTHER = 2;

  /** After this many objects in a row that no retry returned, others are not retried. */
  private static final int MAX_UNPROVED = 3;

  private final DigestQuestion digests = new DigestQuestion();
  private boolean lengthHolds;
  private int unproved;
  private boolean etagHolds;
  private int ownEtags;

  ServerWord() {}

  /** Whether ETags are digests. */
  public DigestQuestion digests() {
    return digests;
  }

  /** Returns whether a length was found to be right. */
  public synchronized boolean lengthHolds() {
    return lengthHolds;
  }

  /** Returns whether retries for an object make sense. */
  public synchronized boolean isWorthRepeating() {
    return unproved < MAX_UNPROVED;
  }

  /** Returns whether ETags of GET equal those of the listing. */
  public synchronized boolean etagHolds() {
    return etagHolds;
  }

  /** Returns whether ETags of GET are known to differ from those of the listing. */
  public synchronized boolean etagIsOwn() {
    return !etagHolds && ownEtags >= MAX_OTHER;
  }

  /**
   * Notes a proved object.
   *
   * @param differs whether its ETag differs from the listed one
   * @param newer whether it may be a newer version
   */
  public synchronized void etagWas(boolean differs, boolean newer) {
    etagHolds |= !differs;
    ownEtags += differs && !newer ? 1 : 0;
  }

  public synchronized void lengthWasRight() {
    lengthHolds = true;
  }

  public synchronized void proved() {
    unproved = 0;
  }

  public synchronized void unproved() {
    unproved++;
  }
}
