package caldavbackup.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavSenderSink}: passes the output of a route to the sender of the message. The
 * route waits for it.
 */
public final class SenderSink implements Processor {
  @Override
  public void process(Exchange exchange) throws Exception {
    exchange.getProperty(CaldavConstants.TAKER, Processor.class).process(exchange);
  }
}
