package caldavbackup.oauth;

import caldavbackup.text.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** One account's tokens, shared with all that use the account: a file, or a store of a host. */
interface TokenStore {
  /** The right to change what is kept. */
  interface Lock extends Closeable {
    /**
     * Puts these tokens in the place of those before; they are durable when this returns.
     *
     * @throws IOException when they are not kept
     */
    void write(Tokens tokens) throws IOException;
  }

  /** Where the tokens are, for sentences. */
  String place();

  /**
   * What is kept; {@link Tokens#NONE} when nothing is.
   *
   * @throws Failure when the run must not go on without it
   * @throws IOException when it cannot be read
   */
  Tokens read() throws IOException;

  /**
   * Waits until nobody else changes the tokens.
   *
   * @throws Failure when somebody does so for too long, or the run must not go on without a lock
   * @throws IOException when nothing can be kept
   */
  Lock lock(Duration patience) throws IOException;

  /**
   * What to use in place of tokens whose refresh tokens were all refused.
   *
   * @param refused what was read before
   * @param isRefused whether any was refused: another worker may have used it, and not be done yet
   * @return null when there is nothing else
   * @throws Failure when the run must not go on without it
   */
  Tokens after(Tokens refused, boolean isRefused) throws Failure;
}
