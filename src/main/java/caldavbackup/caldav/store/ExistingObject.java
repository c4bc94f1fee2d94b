package caldavbackup.caldav.store;

import caldavbackup.caldav.Requests;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GET of what is where an object is to be written. The result is its bytes, null when nothing is
 * there.
 */
public final class ExistingObject implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final Requests requests = new Requests();
  private byte[] there;
  private boolean isAsked;

  @Override
  public boolean ask(Exchange exchange) throws Failure {
    if (isAsked) {
      exchange.getMessage().setBody(there);
      return false;
    }
    isAsked = true;
    requests.look(exchange.getMessage(), StorePlace.url(exchange));
    return true;
  }

  @Override
  public void learn(Exchange exchange) {
    there = exchange.getMessage().getBody(byte[].class);
  }

  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    if (!failure.isNotThere()) {
      throw failure;
    }
    LOG.debug("{} is not there yet", exchange.getMessage().getHeader(CaldavConstants.NAME));
  }
}
