package caldavbackup.restore.verify;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.RestorePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The objects that were written to a calendar but not found there under their names. */
public final class MissingObjects {
  private final Calendar calendar;
  private final Map<String, ObjectPlan> byName = new HashMap<>();
  private final Map<String, ObjectPlan> byUid = new HashMap<>();
  private final List<Member> unknown = new ArrayList<>();

  MissingObjects(Calendar calendar) {
    this.calendar = calendar;
  }

  /** Returns the calendar to which they were written. */
  public Calendar calendar() {
    return calendar;
  }

  /** Adds an object to search for. */
  void add(ObjectPlan object) {
    byName.put(object.written().name(), object);
    byUid.put(object.uid(), object);
  }

  /**
   * Compares an object of the calendar with the written one.
   *
   * @param byEtag whether equal ETags are sufficient
   */
  void found(Member member, boolean byEtag, RestorePlan plan) {
    ObjectPlan object = byName.get(member.name());
    if (object == null || !byEtag || object.doubt() != null) {
      unknown.add(member);
    } else if (object.written().etag() == null
        || Objects.equals(object.written().etag(), member.etag())) {
      plan.settle(object, null);
    } else {
      plan.settle(object, "it was changed on the server just after it was written");
    }
  }

  /** Returns whether any object is still missing. */
  boolean isAnyMissing() {
    return byName.values().stream().anyMatch(object -> !object.isSettled());
  }

  /** Returns the calendar's objects that may be one of the missing ones. */
  List<Member> unknown() {
    return unknown;
  }

  /** Returns the missing object with this UID; null if there is none. */
  ObjectPlan ofUid(String uid) {
    return byUid.get(uid);
  }

  /** Records the objects that are still missing as lost. */
  void giveUp(RestorePlan plan) {
    for (ObjectPlan object : byName.values()) {
      if (!object.isSettled()) {
        plan.settle(
            object,
            object.doubt() != null
                ? object.doubt().absent()
                : "the server accepted it but no longer has it");
      }
    }
  }
}
