package caldavbackup.caldav.profile;

import caldavbackup.caldav.EtagDigest;
import caldavbackup.caldav.Member;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Whether ETags that look like digests are digests of the bytes, on the server of an account.
 *
 * <p>One object with a matching digest proves that they are. Several complete objects with other
 * digests prove that they are not. Until then, an object that its ETag contradicts is in doubt, and
 * other objects, the witnesses, are read before it is accepted.
 *
 * <p>Safe for use by several threads.
 */
public final class DigestQuestion {
  /** If this many objects are proved in another way, ETags only look like digests. */
  static final int MAX_OTHER = 3;

  /** The maximum number of objects to read only as witnesses. */
  static final int MAX_WITNESSES = 3;

  private static final int MAX_ASKED = 16;

  /** Bytes that the server returned. */
  public interface Digests {
    /** Returns whether the ETag is a digest of them. */
    boolean have(String etag) throws IOException;
  }

  private final Semaphore hearing = new Semaphore(1, true);
  private final Set<String> others = new HashSet<>();
  private final Set<String> heard = new HashSet<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private boolean hold;

  DigestQuestion() {}

  /** Returns whether an ETag matched the digest of the bytes. */
  public synchronized boolean hold() {
    return hold;
  }

  /** Returns whether ETags that look like digests may be digests. */
  public synchronized boolean mayHold() {
    return hold || others.size() < MAX_OTHER;
  }

  /** Returns whether the question is undecided. */
  public synchronized boolean isOpen() {
    return !hold && others.size() < MAX_OTHER;
  }

  /** Notes an ETag that is the digest of bytes from the server. */
  public synchronized void wasRight() {
    hold = true;
  }

  /** Notes an object that is proved in another way, and whose ETag is not its digest. */
  public synchronized void wasOther(Member member) {
    if (isOpen()) {
      others.add(member.key());
    }
  }

  /** Returns whether an object other than this one has shown that its ETag is not its digest. */
  public synchronized boolean wasOtherBeside(Member member) {
    return others.size() > (others.contains(member.key()) ? 1 : 0);
  }

  /**
   * Notes a request for this object, to recognize its bytes if they are returned for another one.
   */
  public synchronized void asks(Member member) {
    if (isOpen() && asked.size() < MAX_ASKED && EtagDigest.of(member.etag()) != null) {
      asked.add(member.etag());
    }
  }

  /**
   * Compares bytes with the ETags of requested objects. If they are the bytes of another object,
   * the server confuses objects, and its ETags are digests.
   */
  public void compare(Digests bytes) throws IOException {
    Set<String> etags;
    synchronized (this) {
      etags = isOpen() ? Set.copyOf(asked) : Set.of();
    }
    for (String etag : etags) {
      if (bytes.have(etag)) {
        wasRight();
        return;
      }
    }
  }

  /**
   * Starts to read witnesses. Waits while the witnesses of another object are read, because their
   * result may suffice.
   *
   * @throws Failure when the wait is interrupted
   */
  public void begin() throws Failure {
    try {
      hearing.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while other objects were read");
    }
  }

  /** Ends a call to {@link #begin}. */
  public void end() {
    hearing.release();
  }

  /** Returns whether to read this object as a witness. It then counts as one. */
  public synchronized boolean hears(Member witness) {
    return isOpen()
        && heard.size() < MAX_WITNESSES
        && !others.contains(witness.key())
        && heard.add(witness.key());
  }

  /** The members that can be witnesses for another one. */
  public static List<Member> witnesses(List<Member> listed, Member doubtful) {
    return listed.stream()
        .filter(member -> EtagDigest.of(member.etag()) != null)
        .filter(member -> !member.key().equals(doubtful.key()))
        .toList();
  }
}
