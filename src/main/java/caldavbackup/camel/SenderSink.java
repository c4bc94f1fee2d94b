package caldavbackup.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavSenderSink}: hands what a route has for a sink to the sender of the message.
 * The route waits for it.
 */
public final class SenderSink implements Processor {
  /** Exchange property: the {@link Processor} of the sender. */
  public static final String TAKER = "CamelCaldavTaker";

  @Override
  public void process(Exchange exchange) throws Exception {
    exchange.getProperty(TAKER, Processor.class).process(exchange);
  }
}
