package caldavbackup.dav;

import caldavbackup.account.Caldav;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Bean {@code caldavList}: asks for the listing of the calendar in the body. */
public final class ListStep {
  private final Requests requests = new Requests();

  /**
   * Writes the request; the calendar moves to the header, where the reader of the answer finds it.
   */
  public void ask(Exchange exchange, @Body Calendar calendar) {
    exchange.getMessage().setHeader(Caldav.CALENDAR, calendar);
    requests.members(exchange.getMessage(), calendar);
  }
}
