package caldavbackup.restore.plan;

import caldavbackup.caldav.Member;
import caldavbackup.options.Options;
import caldavbackup.text.Shown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the deletions of option {@code mirror} in a calendar. Only a complete snapshot can show
 * which objects to delete.
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
      LOG.warn("calendar {}: nothing is deleted, {}", Shown.path(calendar.path()), why);
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
      return "because its .calendar.json is not among the restored files: is the folder complete?";
    }
    if (calendar.completeness().isFiltered()) {
      return "because the options of the backup excluded some of its objects";
    }
    if (!options.components().isEmpty() || options.since() != null || options.until() != null) {
      return "because the options exclude some of its objects";
    }
    if (options.calendar() != null) {
      return "because option calendar merges several calendars";
    }
    boolean isComplete =
        plan.isFlawless()
            && !calendar.completeness().isBroken()
            && calendar.completeness().lack() == null;
    return isComplete ? null : "because the backup is not complete";
  }
}
