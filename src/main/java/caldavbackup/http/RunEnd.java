package caldavbackup.http;

import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Whether a run is over although there is more to do: the sign-in is refused for good, the server
 * is gone, or asks to be left alone for long. From then on no request is sent, and each is told the
 * same sentence.
 */
final class RunEnd {
  /** So many refusals in a row are no matter of a single resource. */
  private static final int MAX_REFUSALS = 3;

  /** So many requests, each repeated, say that a server that was there is gone. */
  private static final int MAX_UNREACHED = 2;

  /** So many refusals in a row may mean the whole account. */
  private static final int MAX_FORBIDDEN = 5;

  private static final String REPORTS = "REPORT";

  private final LongSupplier nanos;
  private Failure end;
  private long endedAt;
  private boolean answered;
  private boolean accepted;
  private int refusals;
  private int unreached;
  private final Set<String> unanswered = new HashSet<>();
  private int forbidden;
  private boolean shutOut;
  private String known;

  /** A run begins. */
  RunEnd(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The server answered a request. */
  synchronized void answered(String method, String url, int status) {
    answered = true;
    unreached = 0;
    unanswered.clear();
    if (status / 100 == 2) {
      accepted = true;
      refusals = 0;
      forbidden = 0;
      known = known == null && method.equals("PROPFIND") ? url : known;
    } else if (status == 403) {
      forbidden++;
    }
  }

  /**
   * What to ask to know whether refusals in a row are of the whole account: what it was let see
   * before; null when there is no need to.
   */
  synchronized String doubtful() {
    if (forbidden < MAX_FORBIDDEN) {
      return null;
    }
    forbidden = 0;
    return known;
  }

  /** Not even what the account was let see before is open to it. */
  synchronized void shutOut() {
    shutOut = true;
  }

  /**
   * A request failed for good.
   *
   * @param method what was sent
   * @param url where it was sent
   * @param cause what was thrown
   * @param said the same for the user
   * @param isFinal whether the credentials are known to be of no more use
   * @return whether the run is over because of it
   */
  synchronized boolean failed(
      String method, String url, Throwable cause, Failure said, boolean isFinal) {
    boolean wasOver = end != null;
    if (said.kind() == Failure.Kind.SIGN_IN) {
      refusals++;
      if (isFinal || !accepted || refusals >= MAX_REFUSALS) {
        end(said);
      }
    } else if (said.kind() == Failure.Kind.FORBIDDEN && shutOut) {
      end(said);
    } else if (Failure.isUnreached(cause)) {
      unreached++;
      endIfGone(said);
    } else if (isWithoutAnswer(cause, said)) {
      // a server may hang up on one resource each time (Cyrus), or on all reports, which GET makes
      // up for
      unanswered.add(method.equals("REPORT") ? REPORTS : url);
      if (!unanswered.equals(Set.of(REPORTS))) {
        endIfGone(said);
      }
    }
    return end != null && !wasOver;
  }

  /** The server is busy, and asks to be left alone for longer than the run waits. */
  synchronized void busy(Failure said) {
    end(said);
  }

  /** Whether the connection broke before an answer came; one that broke in its body is none. */
  private static boolean isWithoutAnswer(Throwable cause, Failure said) {
    return said.kind() == Failure.Kind.INCOMPLETE && !(cause instanceof Failure);
  }

  private void endIfGone(Failure said) {
    if (answered && unreached + unanswered.size() >= MAX_UNREACHED) {
      end(said);
    }
  }

  private void end(Failure said) {
    if (end == null) {
      end = said.ofRun();
      endedAt = nanos.getAsLong();
    }
  }

  /** Whether the run has been over for so long, or for as long as a busy server asked for. */
  synchronized boolean isSince(Duration time) {
    Duration wait = end == null || end.retryAfter() == null ? time : end.retryAfter();
    return end != null && Duration.ofNanos(nanos.getAsLong() - endedAt).compareTo(wait) >= 0;
  }

  /**
   * Lets a request through.
   *
   * @throws Failure what ended the run
   */
  synchronized void require() throws Failure {
    if (end != null) {
      throw end.ofRun();
    }
  }
}
