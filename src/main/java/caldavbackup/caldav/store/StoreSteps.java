package caldavbackup.caldav.store;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarHeader;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import java.util.List;
import org.apache.camel.Exchange;

/** Bean {@code caldavStore}: begins the conversation of {@code direct:caldav-make-calendar}. */
public final class StoreSteps {
  /** Exchange property: the calendar at the URL that was looked at, none when nothing is there. */
  public static final String THERE = "CamelCaldavThere";

  /** Makes the calendar in the header. */
  public void make(Exchange exchange) throws Failure {
    Discovery discovery = exchange.getProperty(DiscoverySteps.DISCOVERY, Discovery.class);
    List<Calendar> known = discovery == null ? List.of() : discovery.calendars();
    Conversation.begin(exchange, new CalendarCreation(CalendarHeader.of(exchange), known));
  }
}
