package caldavbackup.restore.write;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarHeader;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.store.CalendarCreation;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.restore.plan.GuardQuestions;
import caldavbackup.text.Failure;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavStore}: begins the conversations of store.camel.yaml, which make a calendar,
 * and write an object so that its guests are not mailed.
 */
public final class StoreSteps {
  /** Makes the calendar in the header. */
  public void make(Exchange exchange) throws Failure {
    Discovery discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    List<Calendar> known = discovery == null ? List.of() : discovery.calendars();
    Conversation.begin(exchange, new CalendarCreation(CalendarHeader.of(exchange), known));
  }

  /**
   * Writes the object in the body, once it is known how.
   *
   * @throws Failure when there is none
   */
  public void store(Exchange exchange) throws Failure {
    GuardQuestions.forget(exchange);
    byte[] object = exchange.getMessage().getBody(byte[].class);
    if (object == null) {
      throw Failure.option("there is no object in the body, or it is not bytes");
    }
    Conversation.begin(exchange, GuardedWrite.of(object));
  }

  /** Decides how the object in the body is written, or without one how it is deleted. */
  public void guard(Exchange exchange) throws Failure {
    GuardQuestions.forget(exchange);
    byte[] object = exchange.getMessage().getBody(byte[].class);
    Conversation.begin(
        exchange, new GuardQuestions(Account.of(exchange), CalendarHeader.of(exchange), object));
  }

  /** Writes the object as it was decided: not at all, when what is there stays. */
  public void write(Exchange exchange) {
    Conversation.begin(exchange, GuardedWrite.asDecided());
  }
}
