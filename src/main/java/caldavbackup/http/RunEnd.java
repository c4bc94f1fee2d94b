package caldavbackup.http;

import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides whether a run ends early: the sign-in is refused, the server is down, or it asks for a
 * long wait. After that, no request is sent, and each fails with the same sentence.
 */
final class RunEnd {
  /** This many consecutive refusals concern more than a single resource. */
  private static final int MAX_REFUSALS = 3;

  /** If this many requests fail with all their retries, a server that answered before is down. */
  private static final int MAX_UNREACHED = 2;

  /** This many consecutive refusals may concern the whole account. */
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

  /** Begins a run. */
  RunEnd(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Notes an answer of the server. */
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
   * A URL that was readable before, to find out whether consecutive refusals concern the whole
   * account; null when there is no need.
   */
  synchronized String doubtful() {
    if (forbidden < MAX_FORBIDDEN) {
      return null;
    }
    forbidden = 0;
    return known;
  }

  /** Notes that the account cannot read even that URL. */
  synchronized void shutOut() {
    shutOut = true;
  }

  /**
   * Notes a request that failed after all retries.
   *
   * @param method the method of the request
   * @param url the URL of the request
   * @param cause the exception
   * @param said the failure for the user
   * @param isFinal whether the credentials are known to be useless from now on
   * @return whether this failure ends the run
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
      // a server may close the connection on one resource each time (Cyrus), or on all reports,
      // which GET replaces
      unanswered.add(method.equals("REPORT") ? REPORTS : url);
      if (!unanswered.equals(Set.of(REPORTS))) {
        endIfGone(said);
      }
    }
    return end != null && !wasOver;
  }

  /** Notes that the server asks for a longer wait than the run accepts. */
  synchronized void busy(Failure said) {
    end(said);
  }

  /** Returns whether the connection broke before the answer began, not within its body. */
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

  /**
   * Returns whether the run ended at least this long ago, or as long ago as a busy server asked
   * for.
   */
  synchronized boolean isSince(Duration time) {
    Duration wait = end == null || end.retryAfter() == null ? time : end.retryAfter();
    return end != null && Duration.ofNanos(nanos.getAsLong() - endedAt).compareTo(wait) >= 0;
  }

  /**
   * Admits a request.
   *
   * @throws Failure the failure that ended the run
   */
  synchronized void require() throws Failure {
    if (end != null) {
      throw end.ofRun();
    }
  }
}
