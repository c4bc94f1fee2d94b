package caldavbackup.caldav;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;

/** Reads the calendar that an exchange is about. */
public final class CalendarHeader {
  private CalendarHeader() {}

  /**
   * The calendar in header {@code CamelCaldavCalendar}.
   *
   * @throws Failure when there is none, or only its name
   */
  public static Calendar of(Exchange exchange) throws Failure {
    if (exchange.getMessage().getHeader(CaldavConstants.CALENDAR) instanceof Calendar calendar) {
      return calendar;
    }
    throw Failure.option("header '" + CaldavConstants.CALENDAR + "' is missing, or no Calendar");
  }
}
