package caldavbackup.changes;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Bean {@code caldavCalendarChanges}: the delivery of the current calendar. */
public final class CalendarSteps {
  /** Exchange property: the delivery of the current calendar. */
  private static final String DELIVERY = "CamelCaldavCalendarDelivery";

  /**
   * Begins with the calendar in the body, which stays there. Its last listing may stand for one of
   * now where the host names a store for listings.
   *
   * @throws Failure when the state store cannot be read
   */
  public void calendar(Exchange exchange) throws Failure {
    DeliveryRun run = DeliveryRun.of(exchange);
    Calendar calendar = exchange.getMessage().getBody(Calendar.class);
    begin(exchange, new CalendarDelivery(run, calendar, run.directory(calendar), false));
    if (exchange.getProperty(CaldavConstants.KEEP_LISTINGS) == null) {
      String named = exchange.getContext().resolvePropertyPlaceholders("{{caldav.listings:}}");
      exchange.setProperty(CaldavConstants.KEEP_LISTINGS, !named.isBlank());
    }
  }

  /**
   * Starts with the {@link GoneCalendar} in the body.
   *
   * @throws Failure when the state store cannot be read
   */
  public void gone(Exchange exchange) throws Failure {
    DeliveryRun run = DeliveryRun.of(exchange);
    GoneCalendar gone = exchange.getMessage().getBody(GoneCalendar.class);
    Calendar calendar = Calendar.named(gone.url(), gone.directory());
    begin(exchange, new CalendarDelivery(run, calendar, gone.directory(), true));
  }

  private static void begin(Exchange exchange, CalendarDelivery delivery) {
    delivery.run().begins(delivery);
    exchange.setProperty(DELIVERY, delivery);
  }

  private static CalendarDelivery of(Exchange exchange) {
    return exchange.getProperty(DELIVERY, CalendarDelivery.class);
  }

  /**
   * The members in the body that must be read.
   *
   * @throws Failure when the state store cannot be read
   */
  @SuppressWarnings("unchecked")
  public List<Member> changed(Exchange exchange) throws Failure {
    return of(exchange).changed(exchange.getMessage().getBody(List.class));
  }

  /**
   * The messages for the objects in the body, which are noted in the state store first. The
   * messages are valid until the exchange is complete.
   *
   * @throws Failure when the state store cannot be written
   */
  @SuppressWarnings("unchecked")
  public List<HostMessage> deliveries(Exchange exchange) throws Failure {
    List<CalendarObject> objects = exchange.getMessage().getBody(List.class);
    exchange.getExchangeExtension().addOnCompletion(new Release(objects));
    return of(exchange).deliveries(objects);
  }

  /**
   * The messages for deleted objects, after the listing is complete.
   *
   * @throws Failure when the state store cannot be read
   */
  public List<HostMessage> deletions(Exchange exchange) throws Failure {
    return of(exchange).deletions();
  }

  /**
   * Notes that the listing or delivery of the calendar failed. The run continues with the others.
   *
   * @throws Failure when it cannot continue
   */
  public void failed(Exchange exchange) throws Failure {
    CalendarDelivery delivery = of(exchange);
    Failure failure = Failures.ofCaught(exchange);
    if (delivery == null || failure.endsAll() || delivery.run().underWay().isEnded()) {
      throw failure;
    }
    delivery
        .run()
        .problems()
        .failed(
            delivery.directory() + "/",
            "calendar "
                + delivery.calendar().label()
                + " could not be listed: "
                + failure.getMessage());
    delivery.run().underWay().awaitAll();
    delivery.run().settleCurrent();
  }

  /**
   * Waits until the host has processed all messages of the calendar, then returns the manifest, if
   * it is wanted and valid.
   *
   * @throws Failure when the run has ended, or the state store cannot be written
   */
  public List<HostMessage> manifest(Exchange exchange) throws Failure {
    CalendarDelivery delivery = of(exchange);
    delivery.run().underWay().awaitAll();
    return delivery.run().settleCurrent();
  }

  /** Releases the objects of a batch after their delivery. */
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
