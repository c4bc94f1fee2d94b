package caldavbackup.http;

import caldavbackup.text.Failure;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of an account's user name and password in one run. */
final class Credit {
  /**
   * A server that accepted the password may answer 401 for what is not the user's; one that does so
   * again and again does not accept it any more.
   */
  private static final int MAX_REFUSALS = 3;

  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean accepted;
  private volatile String refusal;

  /** Whether the credentials were accepted in this run. */
  boolean isAccepted() {
    return accepted;
  }

  /** The server accepted them. */
  void accept() {
    accepted = true;
    refusals.set(0);
  }

  /** The server answered 401; says whether it accepts the credentials no more. */
  boolean isSpentBy401() {
    return !accepted || refusals.incrementAndGet() >= MAX_REFUSALS;
  }

  /** From now on the credentials are not shown any more, and each request is told this. */
  void refuse(String sentence) {
    refusal = sentence;
  }

  /** Whether the credentials are not shown any more in this run. */
  boolean isRefused() {
    return refusal != null;
  }

  /** What was said of refused credentials, in full; every later request is told the same. */
  void refused(Failure said) {
    if (refusal != null) {
      refusal = said.getMessage();
    }
  }

  /**
   * Lets a request show the credentials.
   *
   * @throws Failure when they were refused before
   */
  void require() throws Failure {
    if (refusal != null) {
      throw new Failure(Failure.Kind.SIGN_IN, refusal, null, 401);
    }
  }
}
