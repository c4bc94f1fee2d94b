package caldavbackup.caldav.discover;

import caldavbackup.caldav.Requests;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.HttpAnswer;
import caldavbackup.options.Include;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Bean {@code caldavRelatives}: the steps of {@code direct:caldav-discover-relatives}. */
public final class RelativeSteps {
  private static final String ASKED = "CamelCaldavAskedRelative";
  private final Requests requests = new Requests();

  /** Whether there are principals that let the user act for them, wanted and not asked yet. */
  public boolean hasMore(
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    if (!account.options().include().contains(Include.DELEGATED)) {
      return false;
    }
    discovery.relatives().areWanted();
    return discovery.relatives().hasMore();
  }

  /** Those principals; the next call gives those that they led to. */
  public List<String> waiting(
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return hasMore(discovery, account) ? discovery.relatives().take() : List.of();
  }

  /** Asks the principal of somebody who lets the user act for him. */
  public void ask(Exchange exchange, @Body String principal) {
    exchange.setProperty(ASKED, principal);
    requests.principal(exchange.getMessage(), principal);
  }

  /** Learns from the answer. */
  public void learn(
      @Body InputStream answer,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http)
      throws IOException {
    discovery.learnRelative(asked, http.url(), DiscoverySteps.only(answer, asked));
  }

  /**
   * Notes a principal whose calendars cannot be looked for: the run goes on, and fails at its end.
   *
   * @throws Failure what was caught, when it ends the run
   */
  public void failed(
      Exchange exchange,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked)
      throws Failure {
    Failure failure = Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    if (failure.endsAll() && !discovery.hidesNothing(asked, failure)) {
      throw failure;
    }
    discovery.learnRelativeFailure(asked, failure);
  }
}
