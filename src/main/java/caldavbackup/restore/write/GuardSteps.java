package caldavbackup.restore.write;

import caldavbackup.caldav.CalendarHeader;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.restore.plan.GuardQuestions;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavGuard}: begins the conversations of {@code direct:caldav-store}, {@code
 * direct:caldav-guard} and {@code direct:caldav-write}, which keep guests from being mailed.
 */
public final class GuardSteps {
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
