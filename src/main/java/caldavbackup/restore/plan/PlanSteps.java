package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarProperties;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.caldav.store.StoreSteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.ical.Comparison;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavPlan}: the steps of {@code direct:caldav-plan}. */
public final class PlanSteps {
  /** Exchange property: what the restore is going to do. */
  public static final String PLAN = "CamelCaldavPlan";

  /** Exchange property: the calendar of the plan that is looked at. */
  public static final String CALENDAR = "CamelCaldavCalendarPlan";

  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final String INTAKE = "CamelCaldavIntake";
  private static final String ITEMS = "CamelCaldavItems";
  private static final int BATCH = 100;
  private static final int MAX_NAMED = 5;

  /** Begins a plan, and keeps the stream of {@link RestoreFile}s while the account is looked at. */
  public void begin(
      Exchange exchange,
      @Body Iterator<RestoreFile> items,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    exchange.setProperty(ITEMS, items);
    RestorePlan plan = new RestorePlan();
    exchange.setProperty(PLAN, plan);
    exchange.setProperty(INTAKE, new PlanBuilder(plan, account.options()));
  }

  /** The records of the snapshot as they come. */
  public Iterator<RestoreFile> items(@ExchangeProperty(ITEMS) Iterator<RestoreFile> items) {
    return items;
  }

  /** Takes one record. */
  public void take(@Body RestoreFile item, @ExchangeProperty(INTAKE) PlanBuilder intake)
      throws IOException {
    intake.take(item);
  }

  /**
   * The calendars of the snapshot, all records having come.
   *
   * @throws Failure when the options leave out all of them
   */
  public List<CalendarPlan> calendars(
      @ExchangeProperty(INTAKE) PlanBuilder intake,
      @ExchangeProperty(PLAN) RestorePlan plan,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery)
      throws IOException {
    intake.complete();
    requireSelected(plan.calendars(), account.options());
    Targets targets = new Targets(account.options(), discovery);
    for (CalendarPlan calendar : plan.calendars()) {
      try {
        aim(calendar, targets, plan.calendars(), account.options());
      } catch (Failure e) {
        calendar.refuse(e.getMessage());
      }
    }
    if (account.options().calendar() == null && !discovery.homes().isEmpty()) {
      Merged.notes(plan.calendars()).forEach(plan::note);
    }
    plan.forgiveLeftOut(account.options().selection());
    new Siblings(plan, intake.selection()).join();
    return plan.calendars();
  }

  private static void requireSelected(List<CalendarPlan> calendars, Options options)
      throws Failure {
    Targets targets = new Targets(options, null);
    if (!calendars.isEmpty() && calendars.stream().noneMatch(one -> targets.wants(one))) {
      throw Failure.option(
          "options 'calendars' and 'exclude_calendars' leave nothing to restore of "
              + calendars.stream()
                  .map(CalendarPlan::path)
                  .limit(MAX_NAMED)
                  .collect(Collectors.joining(", ")));
    }
  }

  /** The calendar that it becomes, to be looked at; nothing for one that is not restored. */
  public void target(Exchange exchange, @Body CalendarPlan calendar) {
    exchange.setProperty(CALENDAR, calendar);
    exchange.getMessage().removeHeader(CaldavConstants.CALENDAR);
    if (calendar.refusal() == null && !calendar.isLeftOut()) {
      exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar.target());
    }
  }

  /** Settles which calendar it becomes, with the properties that it is to have. */
  private static void aim(
      CalendarPlan calendar, Targets targets, List<CalendarPlan> all, Options options)
      throws Failure {
    if (!targets.wants(calendar)) {
      calendar.leaveOut("the options leave its calendar out");
      return;
    }
    if (targets.isSubscription(calendar.identity())) {
      leaveOutSubscription(calendar);
      return;
    }
    Calendar target = CalendarProperties.with(targets.of(calendar, all), calendar.properties());
    calendar.target(
        options.conflict() == Options.Conflict.COPY
            ? targets.copyOf(target, LocalDate.now())
            : target);
  }

  private static void leaveOutSubscription(CalendarPlan calendar) {
    Calendar saved = calendar.identity();
    String source = saved.origin().source();
    LOG.warn(
        "calendar {} is a subscription{}: subscribe to it again, there is nothing to restore",
        saved.label(),
        source == null ? "" : " of " + source);
    if (calendar.objects().isEmpty()) {
      calendar.leaveOut("a subscription");
    } else {
      calendar.refuse(
          "it is a subscription, whose events are restored only into a calendar named in option"
              + " calendar");
    }
  }

  /** Learns how the target is; what it does not take becomes calendars of their own. */
  public List<CalendarPlan> parts(
      @ExchangeProperty(CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(StoreSteps.THERE) Calendar there,
      @ExchangeProperty(PLAN) RestorePlan plan,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery) {
    calendar.there(there);
    List<CalendarPlan> parts =
        new Targets(account.options(), discovery).mayMakeCalendars()
            ? calendar.separateParts()
            : List.of();
    parts.forEach(plan::add);
    return parts;
  }

  /** The target, to be listed. */
  public Calendar listed(@ExchangeProperty(CALENDAR) CalendarPlan calendar) {
    return calendar.target();
  }

  /** Notes objects that the target has. */
  public void found(@Body List<Member> members, @ExchangeProperty(CALENDAR) CalendarPlan calendar) {
    calendar.found(members);
  }

  /** The objects of the target that must be read to know what is equal. */
  public List<List<Member>> toCompare(@ExchangeProperty(CALENDAR) CalendarPlan calendar) {
    return batches(calendar.toCompare());
  }

  /** What must be read besides, now that these were compared. */
  public List<List<Member>> leftToCompare(@ExchangeProperty(CALENDAR) CalendarPlan calendar) {
    return batches(calendar.leftToCompare());
  }

  /** Compares an object of the target with ours. */
  public void compare(
      @Body byte[] theirs,
      @Header(CaldavConstants.NAME) String name,
      @Header(CaldavConstants.UID) String uid,
      @ExchangeProperty(CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(PLAN) RestorePlan plan)
      throws IOException {
    ObjectPlan object = calendar.counterpart(name, uid);
    if (object != null && theirs != null) {
      switch (Comparison.of(plan.content(object), theirs).verdict()) {
        case EQUAL -> object.decide(ObjectPlan.Action.EQUAL, null);
        case SAME_MEANING -> object.decide(ObjectPlan.Action.EQUAL, "says the same in other words");
        default -> {
          // what becomes of it is decided when all is known
        }
      }
    }
  }

  /** Decides what becomes of each object of the calendar. */
  public void decide(
      @ExchangeProperty(CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(PLAN) RestorePlan plan)
      throws IOException {
    Options.Conflict conflict = account.options().conflict();
    if (conflict == Options.Conflict.SKIP
        || conflict == Options.Conflict.FAIL
        || new Targets(account.options(), discovery)
            .isAnother(calendar.folder(), calendar.identity(), calendar.there())) {
      calendar.keepProperties();
    }
    new Decisions(calendar, account.options(), plan::content).decide();
    if (account.options().restore().mirror()) {
      new Mirror(calendar, account.options()).plan(plan);
    }
  }

  /** The objects to be written of which the server may tell somebody. */
  public List<ObjectPlan> withGuests(
      @ExchangeProperty(CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return calendar.objects().stream()
        .filter(object -> object.action().isPut() && object.hasGuests())
        .filter(object -> !account.options().notifyGuests())
        .toList();
  }

  /** Puts an object's bytes, its calendar and its place on the message. */
  public void object(
      Exchange exchange,
      @Body ObjectPlan object,
      @ExchangeProperty(CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(PLAN) RestorePlan plan)
      throws IOException {
    plan.putOn(exchange, object, calendar.target());
  }

  /** Heeds what was decided about its guests. */
  public void heed(
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(SchedulingGuard.Decision.PROPERTY) SchedulingGuard.Decision decision,
      @ExchangeProperty(PLAN) RestorePlan plan)
      throws IOException {
    if (decision != null && decision.kind() == SchedulingGuard.Kind.REFUSED) {
      object.refuse(decision.text());
    } else if (decision != null && decision.kind() == SchedulingGuard.Kind.STRIPPED) {
      plan.replace(object, decision.bytes(), decision.text());
    }
  }

  /** Whether nothing is to be written. */
  public boolean isDryRun(@ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return account.options().restore().dryRun();
  }

  /**
   * Nothing can be said of the calendar; so nothing of it is restored.
   *
   * @throws Failure when nothing can be said of any other either
   */
  public void refuse(Exchange exchange, @ExchangeProperty(CALENDAR) CalendarPlan calendar)
      throws Failure {
    Failure failure = Failures.ofCaught(exchange);
    if (RestoreEnd.ofServer(failure)) {
      throw new Failure(failure.kind(), "nothing was written: " + failure.getMessage(), failure);
    }
    calendar.refuse(failure.getMessage());
  }

  /**
   * Ends the planning.
   *
   * @throws Failure when nobody decided what becomes of an object that is there and differs, or
   *     when too much would be deleted: then nothing at all is written
   */
  public void conclude(@ExchangeProperty(PLAN) RestorePlan plan) throws Failure {
    if (plan.veto() != null) {
      throw Failure.option("nothing was written: " + plan.veto());
    }
    List<String> named = new ArrayList<>();
    int conflicts = 0;
    for (ObjectPlan object : plan.objects()) {
      if (object.action() == ObjectPlan.Action.CONFLICT && conflicts++ < MAX_NAMED) {
        named.add(object.path());
      }
    }
    if (conflicts > 0) {
      throw Failure.option(
          "nothing was written: "
              + conflicts
              + (conflicts == 1
                  ? " object is there already and differs ("
                  : " objects are there already and differ (")
              + String.join(", ", named)
              + (conflicts > named.size() ? ", …" : "")
              + "), and conflict=fail");
    }
  }

  /** Lets go of what was kept aside. */
  public void end(@ExchangeProperty(PLAN) RestorePlan plan) throws IOException {
    plan.close();
  }

  public static <T> List<List<T>> batches(List<T> all) {
    List<List<T>> batches = new ArrayList<>();
    for (int at = 0; at < all.size(); at += BATCH) {
      batches.add(all.subList(at, Math.min(all.size(), at + BATCH)));
    }
    return batches;
  }
}
