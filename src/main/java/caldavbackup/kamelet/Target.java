package caldavbackup.kamelet;

import caldavbackup.camel.CaldavConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Sets the target of a restore from properties of a Kamelet instead of the message. Empty
 * properties have no effect.
 */
public final class Target implements Processor {
  private String calendar = "";
  private String name = "";
  private String from = "";

  /** The calendar of an object. */
  public void setCalendar(String name) {
    calendar = name;
  }

  /** The name of an object. */
  public void setName(String name) {
    this.name = name;
  }

  /** The endpoint for the bytes that a manifest describes. */
  public void setFrom(String endpoint) {
    from = endpoint;
  }

  @Override
  public void process(Exchange exchange) {
    if (!calendar.isBlank()) {
      exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    }
    if (!name.isBlank()) {
      exchange.getMessage().setHeader(CaldavConstants.NAME, name);
    }
    if (!from.isBlank()) {
      exchange.setProperty(CaldavConstants.RESTORE_FROM, from);
    }
  }
}
