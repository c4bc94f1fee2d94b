package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavSendMessage}: writes the {@link HostMessage} in the body to the exchange, for
 * the endpoint in property {@link CaldavConstants#TO}. The message is notified when the exchange
 * completes.
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
