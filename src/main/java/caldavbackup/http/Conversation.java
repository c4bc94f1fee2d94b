package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * A state machine that talks with one server, one request at a time. {@code direct:caldav-converse}
 * runs it: it asks, the request passes the door, it learns from the answer, until it has nothing
 * more to ask.
 *
 * <p>The conversation lies in exchange property {@link CaldavConstants#CONVERSATION}. Its result is
 * the body of the exchange when it is over; the property and the headers of the last request are
 * removed then.
 */
public interface Conversation {
  /** Makes the exchange ready for {@code direct:caldav-converse}. */
  static void begin(Exchange exchange, Conversation conversation) {
    exchange.setProperty(CaldavConstants.CONVERSATION, conversation);
    Message message = exchange.getMessage();
    if (message.getClass() != DefaultMessage.class) {
      // a message of a file or of a broker gives its content again for a body that is set to null
      Message plain = new DefaultMessage(exchange);
      plain.copyFrom(message);
      exchange.setMessage(plain);
    }
  }

  /**
   * Writes the next request onto the exchange's message.
   *
   * @return false when there is none; the conversation has then put its result into the body
   * @throws Failure to end the conversation; {@link #failed} is not called
   */
  boolean ask(Exchange exchange) throws IOException;

  /**
   * Reads the answer, which is the body of the exchange; its head is property {@code
   * CamelCaldavAnswer}.
   *
   * @throws IOException when the answer is not usable; {@link #failed} is told
   */
  void learn(Exchange exchange) throws IOException;

  /**
   * Learns that the request failed, or that its answer could not be read.
   *
   * @throws Failure to end the conversation
   */
  void failed(Exchange exchange, Failure failure) throws Failure;

  /** How long to wait after a failure before the next request, in milliseconds. */
  default long pause(Exchange exchange) {
    return 0;
  }
}
