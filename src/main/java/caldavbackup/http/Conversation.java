package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * A state machine that talks to a server, one request at a time. {@code direct:caldav-converse}
 * runs it: it writes a request, the door sends the request, and it reads the answer, until it has
 * no more requests.
 *
 * <p>The conversation is in exchange property {@link CaldavConstants#CONVERSATION}. When it is
 * complete, its result is the body of the exchange; the property and the headers of the last
 * request are removed.
 */
public interface Conversation {
  /** Prepares the exchange for {@code direct:caldav-converse}. */
  static void begin(Exchange exchange, Conversation conversation) {
    exchange.setProperty(CaldavConstants.CONVERSATION, conversation);
    Message message = exchange.getMessage();
    if (message.getClass() != DefaultMessage.class) {
      // a message of a file or broker returns its original content when the body is set to null
      Message plain = new DefaultMessage(exchange);
      plain.copyFrom(message);
      exchange.setMessage(plain);
    }
  }

  /**
   * Writes the next request to the message of the exchange.
   *
   * @return false when there is none; the result is then the body
   * @throws Failure to end the conversation; {@link #failed} is not called
   */
  boolean ask(Exchange exchange) throws IOException;

  /**
   * Reads the answer, which is the body of the exchange. Its head is property {@code
   * CamelCaldavAnswer}.
   *
   * @throws IOException when the answer is not usable; {@link #failed} is then called
   */
  void learn(Exchange exchange) throws IOException;

  /**
   * Handles a request that failed, or whose answer could not be read.
   *
   * @throws Failure to end the conversation
   */
  void failed(Exchange exchange, Failure failure) throws Failure;

  /** The delay after a failure before the next request, in milliseconds. */
  default long pause(Exchange exchange) {
    return 0;
  }
}
