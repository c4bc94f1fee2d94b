package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;
import org.apache.camel.Exchange;

/** Bean {@code caldavDoor}: who may pass {@code direct:caldav-http}, and what comes back. */
public final class Door {
  /** A run begins on the exchange: what ended another may be mended since. */
  public void begin(Exchange exchange) {
    Run.begin(exchange);
  }

  /**
   * Lets a request through.
   *
   * @throws Failure what ended the run, when it is over for this account
   */
  public void admit(Exchange exchange) throws Failure {
    exchange.removeProperty(CaldavConstants.TOKEN_REFUSED);
    exchange.removeProperty(
        CaldavConstants.ANSWER); // that to another request says nothing of this one
    Run run = Run.of(exchange);
    if (run != null) { // else the client says so
      run.end().require();
    }
  }

  /**
   * Looks at an answer that the request wants to be proved.
   *
   * @throws Failure of kind INCOMPLETE when it is not, and when its status is a redirection (RFC
   *     9110, section 15.4) to nowhere: 304 answers a condition that no request sets
   */
  public void prove(Exchange exchange) throws IOException {
    AnswerProof proof = exchange.getMessage().getHeader(CaldavConstants.PROOF, AnswerProof.class);
    HttpAnswer answer = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    if (answer.status() / 100 == 3 && !answer.redirect()) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server answered " + answer.status() + ", and names no other address",
          null,
          answer.status());
    }
    boolean isStreamed =
        exchange.getMessage().getHeader(CaldavConstants.STREAMED, false, Boolean.class);
    if (proof == null || isStreamed || answer.status() / 100 != 2) {
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
