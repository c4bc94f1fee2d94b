package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Bean {@code caldavProof}: checks an answer if its request carries a proof. */
public final class ProvedAnswer implements Processor {
  /**
   * Checks the answer on the exchange.
   *
   * @throws Failure of kind INCOMPLETE when it fails the request's {@link AnswerProof}; of kind
   *     SERVER when its status is a redirection (RFC 9110, section 15.4) without a target. A 304
   *     answers a condition that no request sets.
   */
  @Override
  public void process(Exchange exchange) throws IOException {
    HttpAnswer answer = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    if (answer.status() / 100 == 3 && !answer.redirect()) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server answered " + answer.status() + " without an address to redirect to",
          null,
          answer.status());
    }
    AnswerProof proof = exchange.getMessage().getHeader(CaldavConstants.PROOF, AnswerProof.class);
    if (proof == null
        || answer.status() / 100 != 2
        || exchange.getMessage().getHeader(CaldavConstants.STREAMED, false, Boolean.class)) {
      return;
    }
    WholeBody body =
        exchange.getMessage().getBody() instanceof WholeBody whole ? whole : WholeBody.EMPTY;
    boolean isProved = false;
    try {
      proof.require(answer, body);
      isProved = true;
    } finally {
      if (!isProved) {
        body.close();
      }
    }
  }
}
