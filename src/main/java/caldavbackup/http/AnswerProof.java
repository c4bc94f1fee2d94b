package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;

/**
 * Decides whether an answer is what was asked for. A request carries it in the header {@link
 * CaldavConstants#PROOF}; an answer that is not proved is asked for again as a broken one is.
 */
public interface AnswerProof {
  /**
   * Looks at an answer.
   *
   * @throws Failure of kind INCOMPLETE that says what came instead
   * @throws IOException when the body cannot be read
   */
  void require(HttpAnswer answer, WholeBody body) throws IOException;

  /** Whether another answer to the same request may do better. */
  boolean mayAskAgain();

  /** Whether the next answer is only to be compared with the last: then it is not waited for. */
  boolean isToCompare();
}
