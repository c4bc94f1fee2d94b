package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavDoor}: admits a request to {@code direct:caldav-http}, and removes what an
 * earlier request or the host left on the exchange.
 */
public final class Door implements Processor {
  /** Headers of the host's body. camel-http would compress the request accordingly. */
  private static final String[] OF_OTHER_BODIES = {"Content-Type", "Content-Encoding"};

  /** Camel's counters of retries. This is a new request. */
  private static final String[] OF_OTHER_REQUESTS = {
    Exchange.REDELIVERED,
    Exchange.REDELIVERY_COUNTER,
    Exchange.REDELIVERY_MAX_COUNTER,
    Exchange.REDELIVERY_DELAY
  };

  /**
   * Admits a request.
   *
   * @throws Failure the failure that ended the run of this account
   */
  @Override
  public void process(Exchange exchange) throws Failure {
    Message message = exchange.getMessage();
    for (String name : OF_OTHER_BODIES) {
      message.removeHeader(name);
    }
    for (String name : OF_OTHER_REQUESTS) {
      message.removeHeader(name);
    }
    exchange.removeProperty(CaldavConstants.TOKEN_REFUSED);
    exchange.removeProperty(CaldavConstants.TOKEN_MISSING);
    exchange.removeProperty(CaldavConstants.ANSWER);
    Run run = Run.of(exchange);
    if (run != null) { // without an account, the client reports it
      run.end().require();
    }
    Redirects.remember(exchange);
  }
}
