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
 * GET of the place where an object is to be written or deleted. The result is its bytes; null when
 * nothing exists there. An answer that is not an object, such as a login page, counts as nothing if
 * the place may be free. It is a failure if an object was listed there or is to be deleted.
 */
public final class ExistingObject implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final Requests requests = new Requests();
  private final boolean isDeleted;
  private byte[] there;
  private boolean isAsked;

  /**
   * Creates a look-up.
   *
   * @param isDeleted whether the object is to be deleted
   */
  public ExistingObject(boolean isDeleted) {
    this.isDeleted = isDeleted;
  }

  /** Returns whether it is an object, not an empty or HTML page. */
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
          "GET " + StorePlace.url(exchange) + ": the answer is not a calendar object");
    }
  }

  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    if (!failure.isNotThere()) {
      throw failure;
    }
    LOG.debug("{} does not exist yet", exchange.getMessage().getHeader(CaldavConstants.NAME));
  }
}
