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
 * Bean {@code caldavStore}: starts the conversations of store.camel.yaml, which create a calendar
 * and write an object without invitations to its guests.
 */
public final class StoreSteps {
  /** Creates the calendar in the header. */
  public void make(Exchange exchange) throws Failure {
    Discovery discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    List<Calendar> known = discovery == null ? List.of() : discovery.calendars();
    Conversation.begin(exchange, new CalendarCreation(CalendarHeader.of(exchange), known));
  }

  /**
   * Writes the object in the body after the decision how to write it.
   *
   * @throws Failure if there is no object
   */
  public void store(Exchange exchange) throws Failure {
    GuardQuestions.forget(exchange);
    byte[] object = exchange.getMessage().getBody(byte[].class);
    if (object == null) {
      throw Failure.option("there is no object in the body, or it is not bytes");
    }
    Conversation.begin(exchange, GuardedWrite.of(object));
  }

  /**
   * Decides how to write the object in the body, or how to delete the object if the body is empty.
   */
  public void guard(Exchange exchange) throws Failure {
    GuardQuestions.forget(exchange);
    byte[] object = exchange.getMessage().getBody(byte[].class);
    Conversation.begin(
        exchange, new GuardQuestions(Account.of(exchange), CalendarHeader.of(exchange), object));
  }

  /** Writes the object according to the decision; without one, the existing object stays. */
  public void write(Exchange exchange) {
    Conversation.begin(exchange, GuardedWrite.asDecided());
  }
}
