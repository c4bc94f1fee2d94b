package caldavbackup.oauth;

import caldavbackup.text.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * One account's tokens, shared by all processes that use the account: a file, or a store of a host
 * application.
 */
interface TokenStore {
  /** The right to change the stored tokens. */
  interface Lock extends Closeable {
    /**
     * Replaces the stored tokens. They are durable when this returns.
     *
     * @throws IOException when they cannot be stored
     */
    void write(Tokens tokens) throws IOException;
  }

  /** Returns where the tokens are, for messages. */
  String place();

  /**
   * Returns the stored tokens; {@link Tokens#NONE} if there are none.
   *
   * @throws Failure when the run must not continue without them
   * @throws IOException when they cannot be read
   */
  Tokens read() throws IOException;

  /**
   * Waits until no other worker changes the tokens.
   *
   * @throws Failure when another worker changes them for too long, or the run must not continue
   *     without a lock
   * @throws IOException when nothing can be stored
   */
  Lock lock(Duration patience) throws IOException;

  /**
   * Returns the tokens to use after all refresh tokens were refused.
   *
   * @param refused the tokens that were read before
   * @param isRefused whether any was refused: another worker may have used it, and may not have
   *     stored its new tokens yet
   * @return null when there are no others
   * @throws Failure when the run must not continue without them
   */
  Tokens after(Tokens refused, boolean isRefused) throws Failure;
}
