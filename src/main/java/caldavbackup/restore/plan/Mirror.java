package caldavbackup.restore.plan;

import caldavbackup.caldav.Member;
import caldavbackup.options.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What option {@code mirror} is to delete of a calendar. Only a snapshot that is known to hold all
 * of it can say what is too much.
 */
final class Mirror {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final int PERCENT = 100;

  private final CalendarPlan calendar;
  private final Options options;

  Mirror(CalendarPlan calendar, Options options) {
    this.calendar = calendar;
    this.options = options;
  }

  void plan(RestorePlan plan) {
    int many = calendar.targetObjects().others().size();
    if (many == 0 || calendar.refusal() != null) {
      return;
    }
    String why = whyNot(plan);
    if (why != null) {
      LOG.warn("calendar {}: nothing is deleted, {}", calendar.path(), why);
      return;
    }
    int all = many + (int) calendar.objects().stream().filter(o -> o.there() != null).count();
    int limit = options.restore().mirrorLimit();
    if ((long) many * PERCENT > (long) all * limit) {
      plan.veto(
          "mirror would delete "
              + many
              + " of the "
              + all
              + " objects of calendar "
              + calendar.target().label()
              + ", more than mirror_limit="
              + limit
              + " percent");
    }
    for (Member member : calendar.targetObjects().others()) {
      calendar.add(ObjectPlan.toDelete(member, calendar.targetObjects().seen(member)));
    }
  }

  private String whyNot(RestorePlan plan) {
    if (calendar.identity() == null) {
      return "for its .calendar.json is not part of what is restored: is that all of it?";
    }
    if (calendar.completeness().isFiltered()) {
      return "for the backup left out some of its objects by its options";
    }
    if (!options.components().isEmpty() || options.since() != null || options.until() != null) {
      return "for the options leave out some of its objects";
    }
    if (options.calendar() != null) {
      return "for option calendar brings several calendars together";
    }
    boolean isComplete =
        plan.isFlawless()
            && !calendar.completeness().isBroken()
            && calendar.completeness().lack() == null;
    return isComplete ? null : "for the backup is not complete";
  }
}
