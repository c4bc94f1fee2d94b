package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavDoor}: lets a request into {@code direct:caldav-http}, free of what a request
 * or a host left on the exchange before.
 */
public final class Door implements Processor {
  /** Of a host's own body; camel-http would compress ours by one. */
  private static final String[] OF_OTHER_BODIES = {"Content-Type", "Content-Encoding"};

  /** Camel counts in them how often a request was repeated: this is a new one. */
  private static final String[] OF_OTHER_REQUESTS = {
    Exchange.REDELIVERED,
    Exchange.REDELIVERY_COUNTER,
    Exchange.REDELIVERY_MAX_COUNTER,
    Exchange.REDELIVERY_DELAY
  };

  /**
   * Lets a request through.
   *
   * @throws Failure what ended the run, when it is over for this account
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
    if (run != null) { // else the client says so
      run.end().require();
    }
    Redirects.remember(exchange);
  }
}
