package caldavbackup.caldav.profile;

/**
 * What an account's server is known to say of the bytes that GET gives: whether the lengths that it
 * lists are theirs, whether its ETags are their digests, and whether it gives objects by GET at all
 * at the moment.
 */
public final class ServerWord {
  /** After so many objects with another ETag than the listing's, GET has ETags of its own. */
  private static final int MAX_OTHER = 2;

  /** After so many objects in a row that no repetition brought, others are not repeated. */
  private static final int MAX_UNPROVED = 3;

  private final DigestQuestion digests = new DigestQuestion();
  private boolean lengthHolds;
  private int unproved;
  private boolean etagHolds;
  private int ownEtags;

  ServerWord() {}

  /** Whether its ETags are digests. */
  public DigestQuestion digests() {
    return digests;
  }

  /** Whether a length was found to be that of the bytes. */
  public synchronized boolean lengthHolds() {
    return lengthHolds;
  }

  /** Whether it is worth while to ask for an object again and again. */
  public synchronized boolean isWorthRepeating() {
    return unproved < MAX_UNPROVED;
  }

  /** Whether ETags of answers to GET were found to be those of the listing. */
  public synchronized boolean etagHolds() {
    return etagHolds;
  }

  /** Whether ETags of answers to GET are known to be others than those of the listing. */
  public synchronized boolean etagIsOwn() {
    return !etagHolds && ownEtags >= MAX_OTHER;
  }

  /**
   * An object was proved.
   *
   * @param differs whether it came with another ETag than the listing names
   * @param newer whether it may be of a newer version
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
