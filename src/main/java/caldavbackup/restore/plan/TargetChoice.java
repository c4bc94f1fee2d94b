package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarProperties;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.text.Shown;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assigns a calendar of the account, or none, to each calendar of the plan. */
final class TargetChoice {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final int MAX_NAMED = 5;

  private final Options options;
  private final Targets targets;
  private final boolean isForReading;
  private final boolean isWholeAccount;

  TargetChoice(Options options, Discovery discovery) {
    this(options, discovery, false);
  }

  /**
   * Creates the assignment for one account.
   *
   * @param isForReading whether nothing is written: then another user's calendar may be a target
   */
  TargetChoice(Options options, Discovery discovery, boolean isForReading) {
    this.options = options;
    this.targets = new Targets(options, discovery, isForReading);
    this.isForReading = isForReading;
    this.isWholeAccount = !discovery.homes().isEmpty();
  }

  /**
   * Assigns all calendars. A calendar without a possible target is refused.
   *
   * @throws Failure if the options exclude all calendars, or name an unknown one
   */
  void settle(RestorePlan plan) throws Failure {
    List<CalendarPlan> calendars = plan.calendars();
    if (!isForReading) { // the server may have calendars that the folder lacks
      requireSelected(calendars);
    }
    for (CalendarPlan calendar : calendars) {
      try {
        settle(calendar, calendars);
      } catch (Failure e) {
        calendar.refuse(e.getMessage());
      }
    }
    new NamedObjects(plan, options.restore().only()).choose();
    if (options.calendar() == null && isWholeAccount) {
      Merged.notes(calendars).forEach(plan::note);
    }
    plan.forgiveLeftOut(options.selection());
  }

  private void requireSelected(List<CalendarPlan> calendars) throws Failure {
    if (!calendars.isEmpty() && calendars.stream().noneMatch(one -> targets.wants(one))) {
      throw Failure.option(
          options.selection().leaves()
              + " nothing to restore of "
              + calendars.stream()
                  .map(CalendarPlan::path)
                  .map(Shown::path)
                  .limit(MAX_NAMED)
                  .collect(Collectors.joining(", ")));
    }
  }

  private void settle(CalendarPlan calendar, List<CalendarPlan> all) throws Failure {
    if (!targets.wants(calendar)) {
      calendar.leaveOut("its calendar is excluded by the options");
      return;
    }
    if (targets.isSubscription(calendar.identity())) {
      leaveOutSubscription(calendar);
      return;
    }
    Calendar target = CalendarProperties.with(targets.of(calendar, all), calendar.properties());
    calendar.target(
        options.conflict().isBeside() ? targets.copyOf(target, LocalDate.now()) : target);
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
          "it is a subscription: its events are restored only into the calendar named in option"
              + " calendar");
    }
  }
}
