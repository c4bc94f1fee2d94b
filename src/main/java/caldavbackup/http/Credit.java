package caldavbackup.http;

import caldavbackup.text.Failure;
import java.util.concurrent.atomic.AtomicInteger;

/** The state of an account's user name and password in one run. */
final class Credit {
  /**
   * A server that accepted the password may answer 401 for a resource of another user. After this
   * many in a row, the password counts as refused.
   */
  private static final int MAX_REFUSALS = 3;

  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean accepted;
  private volatile String refusal;

  /** Returns whether the server accepted the credentials in this run. */
  boolean isAccepted() {
    return accepted;
  }

  /** Notes that the server accepted them. */
  void accept() {
    accepted = true;
    refusals.set(0);
  }

  /** Notes an answer 401, and returns whether the credentials now count as refused. */
  boolean isSpentBy401() {
    return !accepted || refusals.incrementAndGet() >= MAX_REFUSALS;
  }

  /** Stops use of the credentials. Each later request fails with this sentence. */
  void refuse(String sentence) {
    refusal = sentence;
  }

  /** Returns whether the credentials are no longer used in this run. */
  boolean isRefused() {
    return refusal != null;
  }

  /** Replaces the sentence about refused credentials by the complete one. */
  void refused(Failure said) {
    if (refusal != null) {
      refusal = said.getMessage();
    }
  }

  /**
   * Admits a request with credentials.
   *
   * @throws Failure when they were refused before
   */
  void require() throws Failure {
    if (refusal != null) {
      throw new Failure(Failure.Kind.SIGN_IN, refusal, null, 401);
    }
  }
}
