package caldavbackup.caldav.store;

import caldavbackup.caldav.Requests;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GET of what is where an object is to be written or deleted. The result is its bytes, null when
 * nothing is there. An answer that is no object, such as a page to sign on, counts as nothing where
 * the place may be free, and is a failure where it was listed or is to be deleted.
 */
public final class ExistingObject implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final Requests requests = new Requests();
  private final boolean isDeleted;
  private byte[] there;
  private boolean isAsked;

  /**
   * What is there.
   *
   * @param isDeleted whether it is to be deleted
   */
  public ExistingObject(boolean isDeleted) {
    this.isDeleted = isDeleted;
  }

  /** Whether it is not an empty page, or one of HTML. */
  static boolean isObject(byte[] there) {
    return there != null
        && new String(there, StandardCharsets.ISO_8859_1)
            .toUpperCase(Locale.ROOT)
            .contains("BEGIN:V");
  }

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
  public void learn(Exchange exchange) throws Failure {
    byte[] answer = exchange.getMessage().getBody(byte[].class);
    if (isObject(answer)) {
      there = answer;
    } else if (isDeleted || StorePlace.isListed(exchange)) {
      throw Failure.incomplete(
          "GET " + StorePlace.url(exchange) + ": the answer is no calendar object");
    }
  }

  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    if (!failure.isNotThere()) {
      throw failure;
    }
    LOG.debug("{} is not there yet", exchange.getMessage().getHeader(CaldavConstants.NAME));
  }
}
