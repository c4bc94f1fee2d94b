package caldavbackup.cli;

import caldavbackup.account.Account;
import caldavbackup.account.Failure;
import caldavbackup.dav.Calendar;
import caldavbackup.dav.Discovery;
import caldavbackup.dav.DiscoverySteps;
import caldavbackup.dav.Tally;
import caldavbackup.plakar.Routes;
import java.io.PrintStream;
import java.util.Map;
import org.apache.camel.Exchange;

/** {@code caldav check}: what is there, how it was found, and what would go wrong. */
final class Check {
  private Check() {}

  /** Prints it; false when something would go wrong. */
  static boolean print(Routes routes, Account account, PrintStream out) throws Failure {
    Exchange found = routes.send("direct:caldav-discover", account, null, Map.of());
    Discovery discovery = found.getProperty(DiscoverySteps.DISCOVERY, Discovery.class);
    discovery.trail().forEach(step -> out.println("found: " + step));
    boolean well = true;
    for (Calendar calendar : discovery.calendars()) {
      out.print(calendar.segment() + " (" + calendar.label() + "): ");
      if (!calendar.isWantedBy(account.options().selection())) {
        out.println("left out by calendars or exclude_calendars");
        continue;
      }
      try {
        Tally tally =
            routes
                .send("direct:caldav-count", account, calendar, Map.of())
                .getProperty(Tally.PROPERTY, Tally.class);
        out.println(tally.sentence());
      } catch (Failure e) {
        well = false;
        out.println("cannot be listed: " + e.getMessage());
      }
    }
    if (discovery.calendars().isEmpty()) {
      out.println("no calendars");
    }
    return well;
  }
}
