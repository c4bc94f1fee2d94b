package caldavbackup.http;

import caldavbackup.text.Failure;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether an account's server can be reached in a run. Thousands of objects must not wait one by
 * one for a server that has gone away.
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
   * A run begins.
   *
   * @param patience how long a server that was silent again and again is left alone
   * @param answered whether the server answered when it was asked before the run
   */
  CircuitBreaker(Duration patience, LongSupplier nanos, boolean answered) {
    this.patience = patience;
    this.nanos = nanos;
    this.answered = answered;
    this.saidUntil = nanos.getAsLong();
  }

  /** Whether the server answered when it was asked last: then one that is gone will come back. */
  synchronized boolean isThere() {
    return answered;
  }

  /** The server answered. */
  synchronized void answered() {
    answered = true;
    silences = 0;
  }

  /** A request failed for good. */
  synchronized void failed(Throwable failure) {
    if (Failure.isUnreached(failure)) {
      answered = false;
    } else if (failure instanceof InterruptedIOException) {
      silences++;
      lastSilence = nanos.getAsLong();
    }
  }

  /**
   * Lets a request through.
   *
   * @throws Failure while the server is left alone
   */
  synchronized void require() throws Failure {
    if (silences >= MAX_SILENCES && nanos.getAsLong() - lastSilence < patience.toNanos()) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server was silent for longer than io_timeout "
              + silences
              + " times in a row: it is not asked for now");
    }
  }

  /** Whether this wait is worth a word: others may wait for the same. */
  synchronized boolean isWorthSaying(Duration wait) {
    long until = nanos.getAsLong() + wait.toNanos();
    boolean isNew = until - saidUntil > wait.toNanos() / 2;
    if (isNew) {
      saidUntil = until;
    }
    return isNew;
  }
}
