package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;

/** Settles many objects of a plan at once, when their common condition becomes known. */
public final class Settlements {
  private final RestorePlan plan;

  /** Creates the settlements of this plan. */
  public Settlements(RestorePlan plan) {
    this.plan = plan;
  }

  /** Settles all objects that need no change on the server. */
  public void settleDecided() {
    for (CalendarPlan calendar : plan.calendars()) {
      if (calendar.refusal() != null || calendar.isLeftOut()) {
        plan.settle(calendar, calendar.refusal());
      }
      for (ObjectPlan object : calendar.objects()) {
        boolean isDecided =
            !object.action().isPut()
                && object.action() != Action.JOINED
                && !(object.kinship().mayGoApart() && calendar.refusal() == null);
        if (isDecided && object.isOfSnapshot()) {
          plan.settle(object, object.action() == Action.REFUSED ? object.reason() : null);
        }
      }
    }
  }

  /** Settles the objects that are not in the snapshot and must not be deleted. */
  public void settleRefusedDeletes() {
    for (ObjectPlan object : plan.objects()) {
      if (!object.isOfSnapshot() && object.action() == Action.REFUSED) {
        plan.settle(object, object.reason());
      }
    }
  }

  /** Settles every record as if the plan had been carried out. */
  public void pretend() {
    plan.pretend();
    settleDecided();
    settleRefusedDeletes();
    for (CalendarPlan calendar : plan.calendars()) {
      plan.settle(calendar, null);
      for (ObjectPlan object : calendar.objects()) {
        plan.settle(
            object,
            object.kinship().mayGoApart()
                ? object.reason() + ", unless the server keeps these types apart"
                : null);
      }
    }
  }

  /** Records that the calendar exists, so that its objects may be written. */
  public void ready(CalendarPlan calendar, Calendar there) {
    calendar.target(there);
    plan.settle(calendar, null);
    for (ObjectPlan object : calendar.objects()) {
      if (object.kinship().mayGoApart() && keepsApart(there, object)) {
        object.goesApart();
      } else if (object.kinship().mayGoApart()) {
        plan.settle(object, object.reason());
      }
    }
  }

  /** Returns whether the object and its rival go to different calendars, one for each type. */
  private static boolean keepsApart(Calendar there, ObjectPlan object) {
    return CalendarParts.needsPart(there, object.type())
        || CalendarParts.needsPart(there, object.kinship().rival().type());
  }

  /**
   * Fails the objects that are not settled, because the calendar could not be created or not be
   * written completely.
   */
  public void failed(CalendarPlan calendar, String why) {
    plan.settle(calendar, why);
    String reason = RestoreEnd.isIn(why) ? why : "its calendar failed: " + why;
    for (ObjectPlan object : calendar.objects()) {
      if (object.action() != Action.JOINED) { // else it is settled with the object that contains it
        boolean isUnread = object.written() != null && RestoreEnd.isIn(why);
        plan.settle(
            object,
            object.doubt() != null
                ? object.doubt().absent()
                : isUnread ? plan.end().notReadBack() : reason);
      }
    }
  }
}
