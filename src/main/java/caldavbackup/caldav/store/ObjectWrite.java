package caldavbackup.caldav.store;

import caldavbackup.caldav.Requests;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PUT of an object, preceded by the PUT of another version if that prevents scheduling messages. If
 * {@code conflict=skip} and a refusal may mean that an object exists, it is looked up; an existing
 * object stays. The result is the server's last answer.
 */
public final class ObjectWrite implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final int PRECONDITION_FAILED = 412;

  private enum Step {
    PUT_FIRST,
    PUT_OVER_FIRST,
    PUT,
    LOOK,
    END
  }

  private final Requests requests = new Requests();
  private final byte[] first;
  private final byte[] bytes;
  private Step step;
  private Failure refusal;
  private String url;
  private boolean isIfNew;

  /**
   * Writes an object to the place of {@link StorePlace}.
   *
   * @param first a version to write before it, with no difference that causes scheduling messages,
   *     or null
   * @param bytes the object; null fails before anything is written
   */
  public ObjectWrite(byte[] first, byte[] bytes) {
    this.first = first;
    this.bytes = bytes;
    this.step = first == null ? Step.PUT : Step.PUT_FIRST;
  }

  @Override
  public boolean ask(Exchange exchange) throws Failure {
    if (bytes == null) {
      throw Failure.option("there is no object to write: the plan deletes the existing one");
    }
    Message message = exchange.getMessage();
    url = StorePlace.url(exchange);
    switch (step) {
      case PUT_FIRST -> put(exchange, first);
      case PUT -> put(exchange, bytes);
      case PUT_OVER_FIRST -> requests.put(message, url, bytes, Requests.If.ANYHOW, null);
      case LOOK -> requests.look(message, url);
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes to the place in the property if it is unchanged since the listing, otherwise under the
   * name.
   */
  private void put(Exchange exchange, byte[] object) throws Failure {
    Message message = exchange.getMessage();
    StorePlace place = StorePlace.of(exchange);
    if (place != null && place.url() != null) {
      requests.put(message, url, object, Requests.If.UNCHANGED, place.etag());
    } else {
      boolean onlyIfNew = place != null || Account.of(exchange).options().conflict().isOnlyIfNew();
      isIfNew = onlyIfNew;
      requests.put(message, url, object, onlyIfNew ? Requests.If.NEW : Requests.If.ANYHOW, null);
    }
  }

  /** The URL of the PUT; null when there was none. */
  public String url() {
    return url;
  }

  /** Returns whether the PUT had the condition that nothing exists there. */
  public boolean isIfNew() {
    return isIfNew;
  }

  @Override
  public void learn(Exchange exchange) throws Failure {
    switch (step) {
      case PUT_FIRST -> step = Step.PUT_OVER_FIRST;
      case LOOK -> {
        if (!ExistingObject.isObject(exchange.getMessage().getBody(byte[].class))) {
          throw refusal;
        }
        stays(exchange);
        step = Step.END;
      }
      default -> step = Step.END;
    }
  }

  /** Notes that an existing object stays. */
  public static void stays(Exchange exchange) {
    LOG.debug(
        "{} already exists and stays unchanged",
        exchange.getMessage().getHeader(CaldavConstants.NAME));
    exchange.setProperty(CaldavConstants.STAYED, true);
  }

  /**
   * Handles a failure. Servers also answer 412 for objects that they do not accept; if nothing
   * exists there, the refusal counts.
   */
  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    if (step == Step.LOOK) {
      throw refusal;
    }
    if (step != Step.PUT
        || failure.status() != PRECONDITION_FAILED
        || !Account.of(exchange).options().conflict().keepsThere()) {
      throw failure;
    }
    refusal = failure;
    step = Step.LOOK;
  }
}
