package caldavbackup.oauth;

import caldavbackup.options.Secret;
import caldavbackup.text.Failure;

/**
 * Where the bearer tokens of one account come from. An application that has its own way to them
 * names a bean of this type in the exchange property {@code CamelCaldavTokenSource}.
 *
 * <p>Called by several threads at once.
 */
public interface TokenSource {
  /**
   * A token that is good for a request right now; got anew when the last one is about to expire.
   *
   * @throws Failure in one sentence that says what the user has to do
   */
  Secret token() throws Failure;

  /**
   * Another token, because the server refused this one.
   *
   * @return null when there is no other
   * @throws Failure like {@link #token()}
   */
  Secret renew(Secret refused) throws Failure;

  /**
   * A run begins: a token that was refused as soon as it was new, in a run before, may be renewed
   * once more. Called before the first {@link #token()} of each run.
   */
  default void begin() {
    // for those who must know
  }

  /**
   * The server took this token. One that it refuses later has died; one that it never took is
   * refused as it is.
   */
  default void accepted(Secret token) {
    // for those who must know
  }
}
