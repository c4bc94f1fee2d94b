package caldavbackup.restore;

import caldavbackup.account.Account;
import caldavbackup.account.Caldav;
import caldavbackup.account.Failure;
import caldavbackup.account.Failures;
import caldavbackup.account.Options;
import caldavbackup.dav.Calendar;
import caldavbackup.dav.CalendarParts;
import caldavbackup.dav.CalendarProperties;
import caldavbackup.dav.Discovery;
import caldavbackup.dav.DiscoverySteps;
import caldavbackup.ical.ComponentType;
import caldavbackup.snapshot.SnapshotNames;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavRestore}: the steps of {@code direct:caldav-export}. */
public final class RestoreSteps {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final String RUN = "CamelCaldavRestore";
  private static final String ITEMS = "CamelCaldavItems";
  private static final String STEP = "CamelCaldavStep";
  private static final String PART = "CamelCaldavPart";

  /** Keeps the stream of {@link Item}s while the account is looked at. */
  public void begin(Exchange exchange, @Body Iterator<Item> items) {
    exchange.setProperty(ITEMS, items);
  }

  /** The steps of the restore, now that the account's calendars are known. */
  public Iterator<Step> steps(
      Exchange exchange,
      @ExchangeProperty(ITEMS) Iterator<Item> items,
      @ExchangeProperty(Caldav.ACCOUNT) Account account,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery) {
    Options options = account.options();
    RestoreRun run = new RestoreRun(items, new Targets(options, discovery), options);
    exchange.setProperty(RUN, run);
    return run;
  }

  /** Notes the step and says what kind it is: CALENDAR, PROPERTY, OBJECT, NOTHING or REFUSED. */
  public void look(Exchange exchange, @Body Step step, @ExchangeProperty(RUN) RestoreRun run) {
    exchange.setProperty(STEP, step);
    boolean wanted =
        step.folder() == null
            || (run.targets().wants(step.folder())
                && (step.kind() != Step.Kind.OBJECT || run.wants(step.item())));
    if (wanted
        && step.kind() == Step.Kind.CALENDAR
        && run.targets().isSubscription(step.folder())) {
      step.folder().failed(subscription(step.folder().identity()));
      wanted = false; // not an error as long as there are no events of it
    }
    exchange
        .getMessage()
        .setHeader("CamelCaldavKind", wanted ? step.kind().name() : Step.Kind.NOTHING.name());
  }

  private static Failure subscription(Calendar saved) {
    String source = saved.origin().source();
    LOG.warn(
        "calendar {} is a subscription{}: subscribe to it again, there is nothing to restore",
        saved.label(),
        source == null ? "" : " of " + source);
    return Failure.option(
        "it is a subscription, whose events are restored only into a calendar named in option calendar");
  }

  /** Which calendar the step's folder becomes, with the properties it is to have. */
  public Calendar target(@ExchangeProperty(STEP) Step step, @ExchangeProperty(RUN) RestoreRun run)
      throws Failure {
    return run.targets().of(step.folder());
  }

  /** The calendar is there: its objects may be written. */
  public void ready(@ExchangeProperty(STEP) Step step, @Body Calendar there) {
    step.folder().ready(there);
  }

  /** Whether the object is of a type that its calendar does not take on this server. */
  public boolean needsPart(
      @Body byte[] object,
      @Header(Caldav.CALENDAR) Calendar calendar,
      @ExchangeProperty(RUN) RestoreRun run) {
    return run.targets().mayMakeCalendars()
        && CalendarParts.needsPart(calendar, ComponentType.of(object));
  }

  /** The part of the calendar that takes the object's type. */
  public void part(
      Exchange exchange, @Body byte[] object, @Header(Caldav.CALENDAR) Calendar calendar) {
    exchange
        .getMessage()
        .setHeader(Caldav.CALENDAR, CalendarParts.part(calendar, ComponentType.of(object)));
  }

  /** Whether this part is still to be made; one step makes it, the others wait for it here. */
  public boolean isNewPart(
      Exchange exchange,
      @Header(Caldav.CALENDAR) Calendar part,
      @ExchangeProperty(RUN) RestoreRun run)
      throws Failure {
    exchange.setProperty(PART, part);
    Calendar made = run.awaitPart(part);
    exchange.getMessage().setHeader(Caldav.CALENDAR, made == null ? part : made);
    return made == null;
  }

  /** The part is there: its objects may be written. */
  public void partReady(
      Exchange exchange,
      @ExchangeProperty(STEP) Step step,
      @ExchangeProperty(PART) Calendar part,
      @Header(Caldav.CALENDAR) Calendar made,
      @ExchangeProperty(RUN) RestoreRun run) {
    run.madePart(part, made);
    exchange.getMessage().setBody(step.item().bytes());
  }

  /** The part cannot be made: this object and all others of its type fail. */
  public void partFailed(
      Exchange exchange,
      @ExchangeProperty(PART) Calendar part,
      @ExchangeProperty(RUN) RestoreRun run)
      throws Failure {
    Failure failure = Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    run.failedPart(part, failure);
    throw failure;
  }

  /** The property that a vdir metadata file sets. */
  public CalendarProperties.Property property(Exchange exchange, @ExchangeProperty(STEP) Step step)
      throws Failure {
    exchange.getMessage().setHeader(Caldav.CALENDAR, step.folder().awaitTarget());
    return CalendarProperties.of(
        step.item().name(), new String(step.item().bytes(), StandardCharsets.UTF_8).strip());
  }

  /** Puts an object's bytes, calendar and name on the message, once its calendar is there. */
  public void object(Exchange exchange, @ExchangeProperty(STEP) Step step) throws Failure {
    var message = exchange.getMessage();
    message.setHeader(Caldav.CALENDAR, step.folder().awaitTarget());
    message.setHeader(Caldav.NAME, SnapshotNames.name(step.item().name()));
    message.setBody(step.item().bytes());
  }

  /** Refuses what cannot be restored. */
  public void refuse(@ExchangeProperty(STEP) Step step) throws Failure {
    throw new Failure(Failure.Kind.OPTION, step.error());
  }

  /** The step went well. */
  public Outcome succeeded(
      @ExchangeProperty(STEP) Step step, @ExchangeProperty(RUN) RestoreRun run) {
    run.done(step, null);
    return new Outcome(step.item(), null);
  }

  /** The step failed; so do the objects of a calendar that could not be made. */
  public Outcome failed(
      Exchange exchange, @ExchangeProperty(STEP) Step step, @ExchangeProperty(RUN) RestoreRun run) {
    Failure failure = Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    if (step.kind() == Step.Kind.CALENDAR) {
      step.folder().failed(failure);
    }
    run.done(step, failure.getMessage());
    return new Outcome(step.item(), failure.getMessage());
  }

  /** Ends the restore: an error unless every record was restored. */
  public void prove(@ExchangeProperty(RUN) RestoreRun run) throws Failure {
    run.prove();
  }

  /**
   * What became of one record.
   *
   * @param item the record, null when the step had none of its own
   * @param error why it failed, null when it did not
   */
  public record Outcome(Item item, String error) {}
}
