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

/** The calendars of an account, in the order found. */
public final class FoundCalendars {
  private static final String WAITING = "CamelCaldavCalendars";

  /**
   * Those that {@code direct:caldav-discover} found are the first that {@link Next} gives.
   *
   * @throws Failure when the options leave none of them
   */
  public void begin(Exchange exchange) throws Failure {
    Discovery discovery = discovery(exchange);
    Account account = Account.of(exchange);
    DiscoveryReport.requireSelected(discovery, account);
    DiscoveryReport.sayLeftOut(discovery, account);
    exchange.setProperty(WAITING, of(exchange));
  }

  /**
   * Puts those that wait into the body, else those that were found since.
   *
   * @return whether there are any, or places to look for more
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
   * Whether there are calendars that were not given yet, subscriptions too, or places to look for
   * some; the calendars become the body.
   */
  public static final class Next implements Predicate {
    @Override
    public boolean matches(Exchange exchange) {
      if (exchange.getException() != null) {
        return false; // the loop asks before it looks whether the last turn failed
      }
      try {
        return next(exchange);
      } catch (Failure e) {
        exchange.setException(e); // a predicate can only throw it wrapped
        return false;
      }
    }
  }

  /** What was asked and learnt to find them. */
  public static Discovery discovery(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
  }

  /** Those in the body. */
  @SuppressWarnings("unchecked")
  public static List<Calendar> of(Exchange exchange) {
    return exchange.getMessage().getBody(List.class);
  }
}
