package caldavbackup.changes;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavSendMessage}: the exchange becomes the {@link HostMessage} in its body, on its
 * way to the endpoint in property {@link #TO}; the message hears when the exchange is over.
 */
public final class SendMessage implements Processor {
  /** Exchange property: the endpoint that gets the message. */
  static final String TO = "CamelCaldavTo";

  @Override
  public void process(Exchange exchange) throws Exception {
    HostMessage message = exchange.getMessage().getBody(HostMessage.class);
    if (message instanceof StatusMessage) {
      message.run().underWay().beginLast();
    } else {
      message.run().underWay().begin();
    }
    exchange.getExchangeExtension().addOnCompletion(message);
    exchange.setProperty(TO, message.endpoint());
    message.writeTo(exchange);
  }
}
