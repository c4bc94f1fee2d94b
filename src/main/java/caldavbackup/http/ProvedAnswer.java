package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Bean {@code caldavProof}: looks at an answer that the request wants to be proved. */
public final class ProvedAnswer implements Processor {
  /**
   * Looks at the answer on the exchange.
   *
   * @throws Failure of kind INCOMPLETE when it is not what the request's {@link AnswerProof} wants;
   *     of kind SERVER when its status is a redirection (RFC 9110, section 15.4) to nowhere: 304
   *     answers a condition that no request sets
   */
  @Override
  public void process(Exchange exchange) throws IOException {
    HttpAnswer answer = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    if (answer.status() / 100 == 3 && !answer.redirect()) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server answered " + answer.status() + ", and names no other address",
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
