package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;

/**
 * Decides whether an answer is what was requested. A request carries the proof in the header {@link
 * CaldavConstants#PROOF}. If the proof fails, the request is retried like one with a broken answer.
 */
public interface AnswerProof {
  /**
   * Checks an answer.
   *
   * @throws Failure of kind INCOMPLETE that says what the answer contains instead
   * @throws IOException when the body cannot be read
   */
  void require(HttpAnswer answer, WholeBody body) throws IOException;

  /** Returns whether another answer to the same request may succeed. */
  boolean mayAskAgain();

  /**
   * Returns whether the next answer is only compared with the last one, so that the retry needs no
   * delay.
   */
  boolean isToCompare();
}
