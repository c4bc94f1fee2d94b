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

/** Objects that were written to a calendar and not found there under their names. */
public final class MissingObjects {
  private final Calendar calendar;
  private final Map<String, ObjectPlan> byName = new HashMap<>();
  private final Map<String, ObjectPlan> byUid = new HashMap<>();
  private final List<Member> unknown = new ArrayList<>();

  MissingObjects(Calendar calendar) {
    this.calendar = calendar;
  }

  /** Where they were written to. */
  public Calendar calendar() {
    return calendar;
  }

  /** One more object to look for. */
  void add(ObjectPlan object) {
    byName.put(object.written().name(), object);
    byUid.put(object.uid(), object);
  }

  /**
   * Compares what the calendar has with what was written.
   *
   * @param byEtag whether an ETag settles an object without a look at it
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

  /** Whether some are still to be found. */
  boolean isAnyMissing() {
    return byName.values().stream().anyMatch(object -> !object.isSettled());
  }

  /** What the calendar has and may be one of them. */
  List<Member> unknown() {
    return unknown;
  }

  /** The object of this UID that is looked for; null when none is. */
  ObjectPlan ofUid(String uid) {
    return byUid.get(uid);
  }

  /** What is still not found is lost. */
  void giveUp(RestorePlan plan) {
    for (ObjectPlan object : byName.values()) {
      if (!object.isSettled()) {
        plan.settle(
            object,
            object.doubt() != null
                ? object.doubt().absent()
                : "the server took it and does not have it any more");
      }
    }
  }
}
