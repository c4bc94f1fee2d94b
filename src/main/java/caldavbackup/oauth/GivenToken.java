package caldavbackup.oauth;

import caldavbackup.options.Secret;
import caldavbackup.text.Failure;

/** A token that the user gives, as it is or by a command; a command is asked again when refused. */
final class GivenToken implements TokenSource {
  /** Where it comes from. */
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
