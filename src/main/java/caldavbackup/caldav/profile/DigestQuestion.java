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
 * Whether an account's ETags of the form of a digest are digests of the objects' bytes.
 *
 * <p>One object for which the digest holds says yes. Several objects that are whole and have other
 * digests say no. Until then, the question is open, and an object whose ETag speaks against it is
 * in doubt: other objects, the witnesses, are read before it is taken.
 *
 * <p>Safe for use by several threads.
 */
public final class DigestQuestion {
  /** So many objects that are proved otherwise say that an ETag only looks like a digest. */
  static final int MAX_OTHER = 3;

  /** So many objects are read only for what they tell of the ETags. */
  static final int MAX_WITNESSES = 3;

  private static final int MAX_ASKED = 16;

  /** Bytes that the server gave. */
  public interface Digests {
    /** Whether the ETag is a digest of them. */
    boolean have(String etag) throws IOException;
  }

  private final Semaphore hearing = new Semaphore(1, true);
  private final Set<String> others = new HashSet<>();
  private final Set<String> heard = new HashSet<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private boolean hold;

  DigestQuestion() {}

  /** Whether an ETag was found to be the digest of the bytes. */
  public synchronized boolean hold() {
    return hold;
  }

  /** Whether ETags of the form of a digest may be digests, for all that is known. */
  public synchronized boolean mayHold() {
    return hold || others.size() < MAX_OTHER;
  }

  /** Whether nothing tells yet. */
  public synchronized boolean isOpen() {
    return !hold && others.size() < MAX_OTHER;
  }

  /** An ETag is the digest of bytes that the server gave. */
  public synchronized void wasRight() {
    hold = true;
  }

  /** This object is proved otherwise, and its ETag is not its digest. */
  public synchronized void wasOther(Member member) {
    if (isOpen()) {
      others.add(member.key());
    }
  }

  /** Whether an object other than this one told that its ETag is not its digest. */
  public synchronized boolean wasOtherBeside(Member member) {
    return others.size() > (others.contains(member.key()) ? 1 : 0);
  }

  /** This object is asked for: its bytes must not come in place of another's. */
  public synchronized void asks(Member member) {
    if (isOpen() && asked.size() < MAX_ASKED && EtagDigest.of(member.etag()) != null) {
      asked.add(member.etag());
    }
  }

  /**
   * Compares bytes with the ETags of objects that were asked for. Where they are another's bytes by
   * their digest, the server mixes its objects up, and its ETags are digests.
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
   * Begins to hear witnesses. Waits as long as another object's witnesses are heard: what these
   * tell may be enough.
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

  /** Ends what {@link #begin} began. */
  public void end() {
    hearing.release();
  }

  /** Whether to read this object now as a witness; it counts as one from then on. */
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
