package caldavbackup.caldav;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;

/** Reads the calendar of an exchange. */
public final class CalendarHeader {
  private CalendarHeader() {}

  /**
   * The calendar in header {@code CamelCaldavCalendar}.
   *
   * @throws Failure when the header is missing, or is not a {@link Calendar}
   */
  public static Calendar of(Exchange exchange) throws Failure {
    if (exchange.getMessage().getHeader(CaldavConstants.CALENDAR) instanceof Calendar calendar) {
      return calendar;
    }
    throw Failure.option(
        "header '" + CaldavConstants.CALENDAR + "' is missing, or is not a Calendar");
  }
}
