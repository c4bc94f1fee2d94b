package caldavbackup.backup;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoveryReport;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.text.Failure;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/** The calendars of an account, in the order of discovery. */
public final class FoundCalendars {
  private static final String WAITING = "CamelCaldavCalendars";

  /**
   * Starts with the calendars that {@code direct:caldav-discover} found. {@link Next} returns them
   * first.
   *
   * @throws Failure when the options select none of them
   */
  public void begin(Exchange exchange) throws Failure {
    Discovery discovery = discovery(exchange);
    Account account = Account.of(exchange);
    DiscoveryReport.requireSelected(discovery, account);
    DiscoveryReport.sayLeftOut(discovery, account);
    exchange.setProperty(WAITING, of(exchange));
  }

  /**
   * Sets the body to the calendars that are waiting, otherwise to those found since.
   *
   * @return whether there are any, or collections to search for more
   */
  private static boolean next(Exchange exchange) throws Failure {
    Discovery discovery = discovery(exchange);
    List<Calendar> calendars = waiting(exchange);
    if (calendars == null) {
      calendars = DiscoverySteps.wantedOnesSince(discovery, Account.of(exchange));
    }
    exchange.getMessage().setBody(calendars);
    return !calendars.isEmpty() || discovery.hasFolders();
  }

  @SuppressWarnings("unchecked")
  private static List<Calendar> waiting(Exchange exchange) {
    return (List<Calendar>) exchange.removeProperty(WAITING);
  }

  /**
   * Whether there are calendars that were not returned yet, including subscriptions, or collections
   * to search for more. The calendars become the body.
   */
  public static final class Next implements Predicate {
    @Override
    public boolean matches(Exchange exchange) {
      if (exchange.getException() != null) {
        return false; // the loop evaluates this before it checks whether the last iteration failed
      }
      try {
        return next(exchange);
      } catch (Failure e) {
        exchange.setException(e); // a predicate could only throw it wrapped
        return false;
      }
    }
  }

  /** The state of discovery. */
  public static Discovery discovery(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
  }

  /** The calendars in the body. */
  @SuppressWarnings("unchecked")
  public static List<Calendar> of(Exchange exchange) {
    return exchange.getMessage().getBody(List.class);
  }
}
