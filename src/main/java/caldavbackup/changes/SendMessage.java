package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavSendMessage}: the exchange becomes the {@link HostMessage} in its body, on its
 * way to the endpoint in property {@link CaldavConstants#TO}; the message hears when the exchange
 * is over.
 */
public final class SendMessage implements Processor {
  @Override
  public void process(Exchange exchange) throws Exception {
    HostMessage message = exchange.getMessage().getBody(HostMessage.class);
    if (message instanceof StatusMessage) {
      message.run().underWay().beginLast();
    } else {
      message.run().underWay().begin();
    }
    exchange.getExchangeExtension().addOnCompletion(message);
    exchange.setProperty(CaldavConstants.TO, message.endpoint());
    message.writeTo(exchange);
  }
}
