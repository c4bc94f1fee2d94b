package caldavbackup.oauth;

import caldavbackup.options.Secret;
import caldavbackup.text.Failure;

/**
 * A token from the user's options: a fixed token, or the output of a command. The command runs
 * again after a refusal.
 */
final class GivenToken implements TokenSource {
  /** Supplies the token. */
  interface Origin {
    Secret get() throws Failure;
  }

  private final Origin origin;
  private Secret token;

  GivenToken(Origin origin) {
    this.origin = origin;
  }

  @Override
  public synchronized Secret token() throws Failure {
    if (token == null) {
      token = origin.get();
    }
    return token;
  }

  @Override
  public synchronized Secret renew(Secret refused) throws Failure {
    Secret now = token();
    if (now.reveal().equals(refused.reveal())) {
      token = null;
      now = token();
    }
    return now.reveal().equals(refused.reveal()) ? null : now;
  }
}
