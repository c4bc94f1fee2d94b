package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Members;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.store.CalendarLook;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.RunProgress;
import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.http.Failures;
import caldavbackup.options.Options;
import caldavbackup.options.RestoreOptions;
import caldavbackup.text.Failure;
import caldavbackup.text.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavPlan}: the steps of {@code direct:caldav-plan}, and the intake before them. */
public final class PlanSteps {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** Exchange property: the plan of the restore. */
  public static final String PLAN = "CamelCaldavPlan";

  /**
   * Exchange property: a {@code Consumer} of {@link RecordResult}s that receives the answers
   * instead of the endpoint in {@code caldav.export.to}.
   */
  public static final String TAKER = "CamelCaldavRecordTaker";

  private static final String BUILDER = "CamelCaldavPlanBuilder";
  private static final String ITEMS = "CamelCaldavItems";

  /** Returns the plan of the exchange. */
  public static RestorePlan plan(Exchange exchange) {
    return exchange.getProperty(PLAN, RestorePlan.class);
  }

  /** Returns the calendar of the plan that the exchange handles. */
  public static CalendarPlan calendar(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.CALENDAR_PLAN, CalendarPlan.class);
  }

  private static Options options(Exchange exchange) throws Failure {
    return Account.of(exchange).options();
  }

  private static Discovery discovery(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
  }

  /**
   * Starts a plan. The stream of {@link RestoreFile}s in the body is stored until the account has
   * been discovered.
   *
   * @throws Failure if the exchange has no account, or the body is not a stream of records
   */
  public void begin(Exchange exchange) throws Failure {
    Options options = options(exchange);
    Iterator<?> items = exchange.getMessage().getBody(Iterator.class);
    if (items == null) {
      throw Failure.option("the body is not an Iterator of RestoreFile");
    }
    RestorePlan plan = new RestorePlan();
    exchange.setProperty(ITEMS, items);
    exchange.setProperty(PLAN, plan);
    exchange.setProperty(BUILDER, new PlanBuilder(plan, options));
  }

  /**
   * Adds all records of the snapshot, each once.
   *
   * @throws Failure if an element is not a record, or its content cannot be read or stored
   */
  public void take(Exchange exchange) throws Failure {
    try {
      takeAll(exchange);
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  private static void takeAll(Exchange exchange) throws IOException {
    PlanBuilder builder = exchange.getProperty(BUILDER, PlanBuilder.class);
    Iterator<?> items = (Iterator<?>) exchange.removeProperty(ITEMS);
    try {
      while (items.hasNext()) {
        if (!(items.next() instanceof RestoreFile item)) {
          throw Failure.option("the body is not an Iterator of RestoreFile");
        }
        builder.take(item);
      }
    } catch (UncheckedIOException e) { // an iterator cannot throw a checked exception
      throw e.getCause();
    }
  }

  /**
   * Returns the calendars of the snapshot with their targets, after all records were received.
   *
   * @throws Failure if the options exclude all of them
   */
  public List<CalendarPlan> calendars(Exchange exchange) throws IOException {
    return calendars(exchange, false);
  }

  /**
   * Returns the calendars for a comparison without writing, for which another user's calendar may
   * be a target.
   */
  public List<CalendarPlan> calendarsToCompare(Exchange exchange) throws IOException {
    return calendars(exchange, true);
  }

  private static List<CalendarPlan> calendars(Exchange exchange, boolean isForReading)
      throws IOException {
    PlanBuilder builder = (PlanBuilder) exchange.removeProperty(BUILDER);
    RestorePlan plan = plan(exchange);
    builder.complete();
    new TargetChoice(options(exchange), discovery(exchange), isForReading).settle(plan);
    new Siblings(plan, builder.selection()).join();
    for (CalendarPlan calendar : plan.calendars()) {
      if (calendar.completeness().lack() != null && !calendar.isLeftOut()) {
        LOG.warn(
            "calendar {}: the backup is not complete, {}",
            Shown.path(calendar.path()),
            calendar.completeness().lack());
      }
    }
    for (CalendarPlan calendar : plan.calendars()) {
      if (!calendar.isLeftOut()) {
        RunProgress.of(exchange)
            .expect(Phase.PLANNING, calendar.progressName(), calendar.objects().size());
      }
    }
    return plan.calendars();
  }

  /**
   * Starts to examine the target of the calendar in the body, which is in header {@code
   * CamelCaldavCalendar}; the header is absent for a calendar that is not restored.
   */
  public void lookAtTarget(Exchange exchange) {
    CalendarPlan calendar = exchange.getMessage().getBody(CalendarPlan.class);
    exchange.setProperty(CaldavConstants.CALENDAR_PLAN, calendar);
    exchange.removeProperty(CaldavConstants.THERE);
    RunProgress.of(exchange).turn(Phase.PLANNING, calendar.progressName());
    exchange.getMessage().removeHeader(CaldavConstants.CALENDAR);
    if (calendar.refusal() == null && !calendar.isLeftOut()) {
      exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar.target());
      Conversation.begin(exchange, new CalendarLook(calendar.target()));
    }
  }

  /**
   * Sets the state of the target, and returns calendar parts for the types that it does not accept.
   */
  public List<CalendarPlan> parts(Exchange exchange) throws Failure {
    CalendarPlan calendar = calendar(exchange);
    calendar.there(exchange.getProperty(CaldavConstants.THERE, Calendar.class));
    Targets targets = new Targets(options(exchange), discovery(exchange));
    List<CalendarPlan> parts = targets.mayMakeCalendars() ? SeparateParts.of(calendar) : List.of();
    parts.forEach(plan(exchange)::add);
    return parts;
  }

  /** Returns the calendar to list. */
  public Calendar toList(Exchange exchange) throws Failure {
    if (options(exchange).restore().mirror()) {
      calendar(exchange).targetObjects().nameOthers();
    }
    return calendar(exchange).target();
  }

  /** Records all objects of the target, which are the body, in batches. */
  public void found(Exchange exchange) throws IOException {
    Members.forEach(exchange, calendar(exchange).targetObjects()::found);
  }

  /**
   * Decides what to do with each object of the calendar, and starts the questions about its guests.
   */
  public void decideAndAskAboutGuests(Exchange exchange) throws IOException {
    Account account = Account.of(exchange);
    RestorePlan plan = plan(exchange);
    CalendarPlan calendar = calendar(exchange);
    Options options = account.options();
    if (options.conflict().keepsProperties()
        || options.restore().only().isFilter()
        || new Targets(options, discovery(exchange))
            .isAnother(calendar.folder(), calendar.identity(), calendar.there())) {
      calendar.keepProperties();
    }
    new Decisions(calendar, options, plan::content).decide();
    if (options.restore().mirror()) {
      new Mirror(calendar, options).plan(plan);
    }
    RunProgress.of(exchange).finish(Phase.PLANNING, calendar.progressName());
    Conversation.begin(exchange, new PlannedGuests(plan, calendar, account));
  }

  /**
   * Refuses the calendar, because its state cannot be determined.
   *
   * @throws Failure if the state of no other calendar can be determined either
   */
  public void refuse(Exchange exchange) throws Failure {
    Failure failure = Failures.ofCaught(exchange);
    if (RestoreEnd.ofServer(failure)) {
      throw new Failure(failure.kind(), "nothing was written: " + failure.getMessage(), failure);
    }
    calendar(exchange).refuse(failure.getMessage());
  }

  /**
   * Ends the planning, and writes the plan to the file of option {@code plan_json}.
   *
   * @throws Failure if a policy forbids a planned action: then nothing at all is written; or if the
   *     file cannot be written
   */
  public void conclude(Exchange exchange) throws Failure {
    RestorePlan plan = plan(exchange);
    RestoreOptions options = options(exchange).restore();
    PlanJson.write(plan, options.planJson(), options.dryRun());
    plan.requireAllowed();
  }

  /** Settles every record as planned, after a dry run has shown the plan. */
  public void pretend(Exchange exchange) {
    new Settlements(plan(exchange)).pretend();
  }

  /**
   * Ends the restore.
   *
   * @throws Failure unless every record was restored
   */
  public void prove(Exchange exchange) throws Failure {
    plan(exchange).prove();
  }

  /** Reports the plan of a restore that ended before its report, and releases its resources. */
  public void end(Exchange exchange) throws IOException {
    PlanReport.tellAsJson(exchange);
    plan(exchange).close();
  }
}
