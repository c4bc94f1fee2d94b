package caldavbackup.http;

import caldavbackup.text.Failure;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tracks whether the server of an account is reachable in a run, so that thousands of objects do
 * not wait one by one for a server that is down.
 */
final class CircuitBreaker {
  private static final int MAX_SILENCES = 3;

  private final Duration patience;
  private final LongSupplier nanos;
  private boolean answered;
  private int silences;
  private long lastSilence;
  private long saidUntil;

  /**
   * Begins a run.
   *
   * @param patience how long to send no request after repeated time-outs
   * @param answered whether the server answered the last request before the run
   */
  CircuitBreaker(Duration patience, LongSupplier nanos, boolean answered) {
    this.patience = patience;
    this.nanos = nanos;
    this.answered = answered;
    this.saidUntil = nanos.getAsLong();
  }

  /** Returns whether the server answered the last request, so that it is likely to come back. */
  synchronized boolean isThere() {
    return answered;
  }

  /** Notes an answer of the server. */
  synchronized void answered() {
    answered = true;
    silences = 0;
  }

  /** Notes a request that failed after all retries. */
  synchronized void failed(Throwable failure) {
    if (Failure.isUnreached(failure)) {
      answered = false;
    } else if (failure instanceof InterruptedIOException) {
      silences++;
      lastSilence = nanos.getAsLong();
    }
  }

  /**
   * Admits a request.
   *
   * @throws Failure while the server gets no requests
   */
  synchronized void require() throws Failure {
    if (silences >= MAX_SILENCES && nanos.getAsLong() - lastSilence < patience.toNanos()) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server did not answer within io_timeout "
              + silences
              + " times in a row: no more requests are sent for now");
    }
  }

  /** Returns whether to report this wait. Parallel requests may wait for the same. */
  synchronized boolean isWorthSaying(Duration wait) {
    long until = nanos.getAsLong() + wait.toNanos();
    boolean isNew = until - saidUntil > wait.toNanos() / 2;
    if (isNew) {
      saidUntil = until;
    }
    return isNew;
  }
}
