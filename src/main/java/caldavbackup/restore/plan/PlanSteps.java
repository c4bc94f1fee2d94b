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

  /** Exchange property: what the restore is going to do. */
  public static final String PLAN = "CamelCaldavPlan";

  /**
   * Exchange property: a {@code Consumer} of {@link RecordResult}s that takes the answers in place
   * of the endpoint in {@code caldav.export.to}.
   */
  public static final String TAKER = "CamelCaldavRecordTaker";

  private static final String BUILDER = "CamelCaldavPlanBuilder";
  private static final String ITEMS = "CamelCaldavItems";

  /** The plan of the exchange. */
  public static RestorePlan plan(Exchange exchange) {
    return exchange.getProperty(PLAN, RestorePlan.class);
  }

  /** The calendar of the plan that the exchange is about. */
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
   * Begins a plan, and keeps the stream of {@link RestoreFile}s, which is the body, while the
   * account is looked at.
   *
   * @throws Failure when the exchange has no account, or the body is no stream of records
   */
  public void begin(Exchange exchange) throws Failure {
    Options options = options(exchange);
    Iterator<?> items = exchange.getMessage().getBody(Iterator.class);
    if (items == null) {
      throw Failure.option("the body is no Iterator of RestoreFile");
    }
    RestorePlan plan = new RestorePlan();
    exchange.setProperty(ITEMS, items);
    exchange.setProperty(PLAN, plan);
    exchange.setProperty(BUILDER, new PlanBuilder(plan, options));
  }

  /**
   * Takes all records of the snapshot as they come, each once.
   *
   * @throws Failure when a record is none, or its content cannot be read or kept
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
          throw Failure.option("the body is no Iterator of RestoreFile");
        }
        builder.take(item);
      }
    } catch (UncheckedIOException e) { // an iterator cannot throw what it wraps
      throw e.getCause();
    }
  }

  /**
   * The calendars of the snapshot, all records having come, each with the calendar that it becomes.
   *
   * @throws Failure when the options leave out all of them
   */
  public List<CalendarPlan> calendars(Exchange exchange) throws IOException {
    return calendars(exchange, false);
  }

  /** The same for calendars that are only compared, and may be anybody's. */
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
            calendar.path(),
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
   * Begins to look at the calendar that the one in the body becomes, which is in header {@code
   * CamelCaldavCalendar}; there is no header for one that is not restored.
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

  /** Learns how the target is; what it does not take becomes calendars of their own. */
  public List<CalendarPlan> parts(Exchange exchange) throws Failure {
    CalendarPlan calendar = calendar(exchange);
    calendar.there(exchange.getProperty(CaldavConstants.THERE, Calendar.class));
    Targets targets = new Targets(options(exchange), discovery(exchange));
    List<CalendarPlan> parts = targets.mayMakeCalendars() ? SeparateParts.of(calendar) : List.of();
    parts.forEach(plan(exchange)::add);
    return parts;
  }

  /** The calendar whose objects are compared. */
  public Calendar toList(Exchange exchange) throws Failure {
    if (options(exchange).restore().mirror()) {
      calendar(exchange).targetObjects().nameOthers();
    }
    return calendar(exchange).target();
  }

  /** Notes all objects that the target has; they are the body, in batches. */
  public void found(Exchange exchange) throws IOException {
    Members.forEach(exchange, calendar(exchange).targetObjects()::found);
  }

  /**
   * Decides what becomes of each object of the calendar, and begins to ask how guests are kept from
   * being mailed.
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
   * Nothing can be said of the calendar; so nothing of it is restored.
   *
   * @throws Failure when nothing can be said of any other either
   */
  public void refuse(Exchange exchange) throws Failure {
    Failure failure = Failures.ofCaught(exchange);
    if (RestoreEnd.ofServer(failure)) {
      throw new Failure(failure.kind(), "nothing was written: " + failure.getMessage(), failure);
    }
    calendar(exchange).refuse(failure.getMessage());
  }

  /**
   * Ends the planning, and writes the plan into the file that option {@code plan_json} names.
   *
   * @throws Failure when the policy forbids what is planned: then nothing at all is written; or
   *     when the file cannot be written
   */
  public void conclude(Exchange exchange) throws Failure {
    RestorePlan plan = plan(exchange);
    RestoreOptions options = options(exchange).restore();
    PlanJson.write(plan, options.planJson(), options.dryRun());
    plan.requireAllowed();
  }

  /** The plan was shown, and nothing else is to be done: every record is settled as planned. */
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

  /** Tells the plan of a restore that ended before its report, and lets go of what was kept. */
  public void end(Exchange exchange) throws IOException {
    PlanReport.tellAsJson(exchange);
    plan(exchange).close();
  }
}
