package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;

/** Settles much of a plan at once, as what it depends on becomes known. */
public final class Settlements {
  private final RestorePlan plan;

  /** Settles what is in this plan. */
  public Settlements(RestorePlan plan) {
    this.plan = plan;
  }

  /** Settles all that the server is not asked to change. */
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

  /** Settles the objects that are not in the snapshot and may not be deleted. */
  public void settleRefusedDeletes() {
    for (ObjectPlan object : plan.objects()) {
      if (!object.isOfSnapshot() && object.action() == Action.REFUSED) {
        plan.settle(object, object.reason());
      }
    }
  }

  /** Settles every record as if all that is planned had been done. */
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

  /** The calendar is there, as the server has it: its objects may be written. */
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

  /** Whether the object and its rival go to different calendars, each for its type. */
  private static boolean keepsApart(Calendar there, ObjectPlan object) {
    return CalendarParts.needsPart(there, object.type())
        || CalendarParts.needsPart(there, object.kinship().rival().type());
  }

  /** A calendar could not be made, or not to its end: what is not settled of it failed. */
  public void failed(CalendarPlan calendar, String why) {
    plan.settle(calendar, why);
    String reason = RestoreEnd.isIn(why) ? why : "its calendar failed: " + why;
    for (ObjectPlan object : calendar.objects()) {
      if (object.action() != Action.JOINED) { // else it is settled with the object it is a part of
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
