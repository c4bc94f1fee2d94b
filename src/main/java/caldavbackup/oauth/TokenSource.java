package caldavbackup.oauth;

import caldavbackup.options.Secret;
import caldavbackup.text.Failure;

/**
 * Supplies the bearer tokens of one account. An application with its own way to get tokens names a
 * bean of this type in the exchange property {@code CamelCaldavTokenSource}.
 *
 * <p>Several threads call it at once.
 */
public interface TokenSource {
  /**
   * Returns a token that is valid for a request now. Renews the last token if it is about to
   * expire.
   *
   * @throws Failure in one sentence that says what the user must do
   */
  Secret token() throws Failure;

  /**
   * Returns another token, because the server refused this one.
   *
   * @return null when there is no other
   * @throws Failure like {@link #token()}
   */
  Secret renew(Secret refused) throws Failure;

  /**
   * Starts a run. A token that was refused as soon as it was new, in an earlier run, may be renewed
   * once more. Called before the first {@link #token()} of each run.
   */
  default void begin() {
    // optional
  }

  /**
   * Records that the server accepted this token. If the server refuses it later, the token has
   * expired and is renewed. A token that the server never accepted is not renewed again.
   */
  default void accepted(Secret token) {
    // optional
  }
}
