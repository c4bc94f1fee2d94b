package caldavbackup.backup;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.http.Account;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/** Bean {@code caldavObjects}: which calendars and objects {@code direct:caldav-backup} reads. */
public final class ObjectSteps {
  /**
   * The calendars that were found wait for {@link FoundCalendars.WithEvents}.
   *
   * @throws Failure when the options leave none of them
   */
  public void begin(Exchange exchange) throws Failure {
    FoundCalendars.begin(exchange);
  }

  /** Those of the objects in the body that are wanted; one that could not be read is. */
  public List<CalendarObject> wanted(Exchange exchange) throws Failure {
    Options options = Account.of(exchange).options();
    ObjectSelection selection =
        new ObjectSelection(options.components(), options.since(), options.until());
    List<CalendarObject> wanted = new ArrayList<>();
    for (Object one : exchange.getMessage().getBody(List.class)) {
      CalendarObject object = (CalendarObject) one;
      if (!selection.isFilter() || object.data() == null || selection.wants(object.bytes())) {
        wanted.add(object);
      }
    }
    return wanted;
  }
}
