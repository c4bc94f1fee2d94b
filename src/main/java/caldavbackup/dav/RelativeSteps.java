package caldavbackup.dav;

import caldavbackup.account.Account;
import caldavbackup.account.Caldav;
import caldavbackup.account.Failures;
import caldavbackup.account.HttpAnswer;
import caldavbackup.account.Include;
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

  /** Principals that let the user act for them, when he wants their calendars; not asked yet. */
  public List<String> waiting(
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(Caldav.ACCOUNT) Account account) {
    boolean wanted = account.options().include().contains(Include.DELEGATED);
    return wanted ? discovery.relatives().take() : List.of();
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
      @ExchangeProperty(Caldav.ANSWER) HttpAnswer http)
      throws IOException {
    discovery.learnRelative(asked, http.url(), DiscoverySteps.only(answer, asked));
  }

  /** Notes what could not be learnt: somebody else's calendars are not the account's. */
  public void failed(
      Exchange exchange,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked) {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    discovery.note(asked + ": " + Failures.of(caught).getMessage());
  }
}
