package caldavbackup.restore.write;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.store.CalendarCreation;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.RunProgress;
import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.http.Account;
import caldavbackup.http.Chain;
import caldavbackup.http.Conversation;
import caldavbackup.http.Failures;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.Batches;
import caldavbackup.restore.plan.CalendarPlan;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.restore.plan.Settlements;
import caldavbackup.text.Failure;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Bean {@code caldavWrite}: the steps of {@code direct:caldav-carry-out}. */
public final class WriteSteps {
  /** Returns the calendars to write to; settles everything that needs no write. */
  public List<CalendarPlan> calendars(Exchange exchange) {
    RestorePlan plan = PlanSteps.plan(exchange);
    new Settlements(plan).settleDecided();
    List<CalendarPlan> calendars =
        plan.calendars().stream()
            .filter(calendar -> calendar.refusal() == null && !calendar.isLeftOut())
            .toList();
    for (CalendarPlan calendar : calendars) {
      long written = calendar.objects().stream().filter(one -> one.action().isPut()).count();
      RunProgress.of(exchange).expect(Phase.WRITING, calendar.progressName(), written);
      RunProgress.of(exchange).expect(Phase.VERIFYING, calendar.progressName(), written);
    }
    return calendars;
  }

  /**
   * Starts to create the calendar with its properties.
   *
   * @throws Failure if the restore has ended early
   */
  public void makeCalendar(Exchange exchange) throws Failure {
    CalendarPlan calendar = exchange.getMessage().getBody(CalendarPlan.class);
    exchange.setProperty(CaldavConstants.CALENDAR_PLAN, calendar);
    RunProgress.of(exchange).turn(Phase.WRITING, calendar.progressName());
    PlanSteps.plan(exchange).end().require();
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar.wanted());
    Discovery discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    Conversation.begin(exchange, new CalendarCreation(calendar.wanted(), discovery.calendars()));
  }

  /** Records that the calendar in the body exists: its objects may be written. */
  public void ready(Exchange exchange) {
    Calendar there = exchange.getMessage().getBody(Calendar.class);
    new Settlements(PlanSteps.plan(exchange)).ready(PlanSteps.calendar(exchange), there);
  }

  /** Returns the objects to write, in batches. */
  public List<List<ObjectPlan>> batches(Exchange exchange) {
    return Batches.ofWritten(PlanSteps.calendar(exchange).objects());
  }

  /**
   * Fails the objects that are not settled, because the calendar could not be created or not be
   * written completely.
   */
  public void calendarFailed(Exchange exchange) {
    Failure failure = Failures.ofCaught(exchange);
    RestorePlan plan = PlanSteps.plan(exchange);
    boolean isEnd = plan.end().isMetBy(failure);
    new Settlements(plan)
        .failed(
            PlanSteps.calendar(exchange), isEnd ? plan.end().notRestored() : failure.getMessage());
  }

  /** Returns the objects of the batch, as many at a time as the account allows. */
  public Iterator<ObjectPlan> atATime(Exchange exchange) throws Failure {
    Options options = Account.of(exchange).options();
    List<ObjectPlan> batch = batch(exchange);
    RunProgress.of(exchange).turn(Phase.WRITING, PlanSteps.calendar(exchange).progressName());
    Places places = new Places(batch.iterator(), options.concurrency(), options.restore().rate());
    exchange.setProperty(Places.PROPERTY, places);
    return places;
  }

  /** Returns the objects that are written together. */
  @SuppressWarnings("unchecked")
  public static List<ObjectPlan> batch(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.WRITE_BATCH, List.class);
  }

  /** Starts the deletions of the plan; none if anything else failed. */
  public void beginDeletions(Exchange exchange) {
    List<MirrorDeletion> deletions = MirrorDeletion.allOf(PlanSteps.plan(exchange));
    if (!deletions.isEmpty()) {
      RunProgress.of(exchange).expect(Phase.DELETING, "", deletions.size());
      RunProgress.of(exchange).turn(Phase.DELETING, "");
    }
    Conversation.begin(exchange, Chain.of(deletions.iterator()));
  }

  /**
   * Returns the records that can be answered; none if the exchange has its own taker, which
   * receives them.
   */
  public List<RecordResult> due(Exchange exchange) {
    List<RecordResult> due = PlanSteps.plan(exchange).takeDue();
    if (!(exchange.getProperty(PlanSteps.TAKER) instanceof Consumer<?> consumer)) {
      return due;
    }
    @SuppressWarnings("unchecked") // the type of the property
    Consumer<RecordResult> taker = (Consumer<RecordResult>) consumer;
    due.forEach(taker);
    return List.of();
  }
}
