package caldavbackup.caldav.scheduling;

import caldavbackup.caldav.CalendarHeader;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavScheduling}: starts the conversation of {@code direct:caldav-learn-scheduling}.
 *
 * <p>It is separate from discovery and runs only before a meeting is written: discovery often needs
 * no principal, and the owner of a shared calendar has another one.
 */
public final class SchedulingSteps {
  /** Requests the scheduling behaviour for the calendar in the header. The body stays unchanged. */
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
