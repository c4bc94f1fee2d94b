package caldavbackup.caldav.scheduling;

import caldavbackup.caldav.CalendarHeader;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavScheduling}: begins the conversation of {@code direct:caldav-learn-scheduling}.
 *
 * <p>It is one of its own, and held only when a meeting is to be written: discovery often needs no
 * principal at all, and the owner of a shared calendar has one of his own.
 */
public final class SchedulingSteps {
  /** Asks about the calendar in the header; the body stays. */
  public void ask(Exchange exchange) throws Failure {
    Discovery discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    Conversation.begin(
        exchange,
        new SchedulingQuestions(
            Account.of(exchange),
            CalendarHeader.of(exchange),
            discovery,
            exchange.getMessage().getBody()));
  }
}
