package caldavbackup.backup;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.http.Account;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

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

  /**
   * Those of the objects in the body that are wanted; one that could not be read is. They are good
   * until the exchange is done.
   */
  public List<CalendarObject> wanted(Exchange exchange) throws Failure {
    Options options = Account.of(exchange).options();
    ObjectSelection selection =
        new ObjectSelection(options.components(), options.since(), options.until());
    List<CalendarObject> wanted = new ArrayList<>();
    List<?> objects = exchange.getMessage().getBody(List.class);
    exchange.getExchangeExtension().addOnCompletion(new Release(objects));
    for (Object one : objects) {
      CalendarObject object = (CalendarObject) one;
      if (!selection.isFilter() || object.data() == null || selection.wants(object.bytes())) {
        wanted.add(object);
      }
    }
    return wanted;
  }

  /**
   * The objects in the body were handed on.
   *
   * @throws Failure when the run ended while they were read: the last batch, too, is not complete
   */
  public void requireRun(Exchange exchange) throws Failure {
    for (Object one : exchange.getMessage().getBody(List.class)) {
      Failure failure = ((CalendarObject) one).failure();
      if (failure != null && failure.endsRun()) {
        throw failure;
      }
    }
  }

  /** All of the batch were handed on, as bytes. */
  private static final class Release extends SynchronizationAdapter {
    private final List<?> objects;

    Release(List<?> objects) {
      this.objects = objects;
    }

    @Override
    public void onDone(Exchange exchange) {
      CalendarObject.release(objects);
    }
  }
}
