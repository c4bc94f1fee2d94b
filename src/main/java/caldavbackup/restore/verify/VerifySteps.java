package caldavbackup.restore.verify;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Members;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.RunProgress;
import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.http.Account;
import caldavbackup.ical.Comparison;
import caldavbackup.ical.Uid;
import caldavbackup.options.Options;
import caldavbackup.options.RestoreOptions.Verify;
import caldavbackup.restore.plan.Batches;
import caldavbackup.restore.plan.CalendarPlan;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.restore.write.WriteSteps;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavVerify}: checks that the written objects exist on the server and are unchanged.
 */
public final class VerifySteps {
  /**
   * Returns the objects of the batch to read back, grouped by calendar. Objects that need no check
   * are settled.
   */
  public List<List<Member>> toReadBack(Exchange exchange) throws Failure {
    List<ObjectPlan> batch = WriteSteps.batch(exchange);
    RestorePlan plan = PlanSteps.plan(exchange);
    Verify verify = Account.of(exchange).options().restore().verify();
    if (verify == Verify.OFF) {
      settleBelieved(batch, plan);
    }
    if (plan.end().isDeaf()) {
      settleUnread(batch, plan);
      return List.of();
    }
    if (verify == Verify.FULL) {
      RunProgress.of(exchange).turn(Phase.VERIFYING, PlanSteps.calendar(exchange).progressName());
    }
    Map<String, List<ObjectPlan>> byCalendar = new LinkedHashMap<>();
    for (ObjectPlan object : batch) {
      boolean isRead = verify == Verify.FULL || object.doubt() != null;
      if (!object.isSettled() && object.written() != null && isRead) {
        byCalendar
            .computeIfAbsent(object.written().calendar().url(), u -> new ArrayList<>())
            .add(object);
      }
    }
    return byCalendar.values().stream()
        .flatMap(objects -> Batches.of(objects, one -> one.content().length()).stream())
        .map(objects -> objects.stream().map(ObjectPlan::written).toList())
        .toList();
  }

  private static void settleBelieved(List<ObjectPlan> objects, RestorePlan plan) {
    for (ObjectPlan object : objects) {
      if (object.written() != null && object.doubt() == null) {
        plan.settle(object, null);
      }
    }
  }

  private static void settleUnread(List<ObjectPlan> objects, RestorePlan plan) {
    for (ObjectPlan object : objects) {
      if (!object.isSettled() && object.written() != null) {
        plan.settle(
            object, object.doubt() == null ? plan.end().notReadBack() : object.doubt().absent());
      }
    }
  }

  /** Compares the objects in the body, as read back, with the written ones. */
  public void compare(Exchange exchange) throws IOException {
    RestorePlan plan = PlanSteps.plan(exchange);
    Options options = Account.of(exchange).options();
    Map<String, ObjectPlan> written = new HashMap<>();
    for (ObjectPlan object : WriteSteps.batch(exchange)) {
      if (object.written() != null) {
        written.putIfAbsent(key(object.written()), object);
      }
    }
    for (CalendarObject read : objects(exchange)) {
      ObjectPlan object = written.get(key(read.member()));
      if (object != null && read.bytes() != null) {
        settle(object, read, options, plan);
      } else if (object != null && !read.isGone()) {
        plan.settle(
            object,
            object.doubt() == null
                ? "it was written but cannot be read back: " + read.error()
                : object.doubt().absent()
                    + "; the existing object cannot be read: "
                    + read.error());
      }
    }
    RunProgress.of(exchange)
        .done(
            Phase.VERIFYING, PlanSteps.calendar(exchange).progressName(), objects(exchange).size());
    CalendarObject.release(objects(exchange));
  }

  /** Returns a key of an object's name and its calendar. */
  private static String key(Member member) {
    return member.calendar().url() + member.name();
  }

  @SuppressWarnings("unchecked")
  private static List<CalendarObject> objects(Exchange exchange) {
    return exchange.getMessage().getBody(List.class);
  }

  private static void settle(
      ObjectPlan object, CalendarObject read, Options options, RestorePlan plan)
      throws IOException {
    Comparison comparison = Comparison.of(plan.content(object), read.bytes());
    if (comparison.verdict() != Comparison.Verdict.DIFFERENT) {
      if (comparison.verdict() == Comparison.Verdict.SAME_MEANING) {
        object.reworded();
      }
      plan.settle(object, null);
    } else if (object.doubt() != null) {
      settleDoubt(object, read.member().name(), options, plan);
    } else {
      plan.settle(
          object, "the server stored it differently: " + String.join(" | ", comparison.lines()));
    }
  }

  /**
   * Settles an object that the server refused although another object exists at its address or with
   * its UID.
   */
  private static void settleDoubt(
      ObjectPlan object, String name, Options options, RestorePlan plan) {
    if (object.kinship().sibling() != null) {
      plan.settle(
          object,
          "it has the same UID as "
              + object.kinship().sibling().path()
              + ": "
              + object.doubt().absent());
    } else if (object.there() == null && options.conflict().keepsThere()) {
      object.keep("was created on the server as " + name + " after the plan was made");
      plan.settle(object, null);
    } else {
      plan.settle(object, object.doubt().there());
    }
  }

  /**
   * Returns the written objects that were not found, perhaps because the server renamed them: one
   * element for each calendar.
   */
  public Collection<MissingObjects> missing(Exchange exchange) {
    CalendarPlan calendar = PlanSteps.calendar(exchange);
    RestorePlan plan = PlanSteps.plan(exchange);
    List<ObjectPlan> missing =
        calendar.objects().stream()
            .filter(object -> object.written() != null && !object.isSettled())
            .toList();
    if (plan.end().isDeaf()) {
      settleUnread(missing, plan);
      return List.of();
    }
    Map<String, MissingObjects> byCalendar = new LinkedHashMap<>();
    for (ObjectPlan object : missing) {
      Calendar to = object.written().calendar();
      byCalendar.computeIfAbsent(to.url(), u -> new MissingObjects(to)).add(object);
    }
    return byCalendar.values();
  }

  /**
   * Compares the calendar's listing, which is the body in batches, with the written objects. Sets
   * the body to the members that may be missing objects, in batches; it is empty if none is
   * missing.
   */
  public void listed(Exchange exchange) throws IOException {
    MissingObjects missing = missingFrom(exchange);
    boolean byEtag = Account.of(exchange).options().restore().verify() == Verify.ETAG;
    RestorePlan plan = PlanSteps.plan(exchange);
    Members.forEach(exchange, member -> missing.found(member, byEtag, plan));
    exchange
        .getMessage()
        .setBody(missing.isAnyMissing() ? Batches.ofMembers(missing.unknown()) : List.of());
  }

  private static MissingObjects missingFrom(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.MISSING, MissingObjects.class);
  }

  /** Compares the objects in the body, each of which may be a missing one. */
  public void recognise(Exchange exchange) throws IOException {
    Options options = Account.of(exchange).options();
    for (CalendarObject read : objects(exchange)) {
      byte[] bytes = read.bytes();
      ObjectPlan object = missingFrom(exchange).ofUid(new Uid().of(bytes));
      if (object != null && bytes != null && !object.isSettled()) {
        if (object.doubt() != null) { // refused, probably because the object already exists
          object.standsAs(read.member().name());
        }
        settle(object, read, options, PlanSteps.plan(exchange));
      }
    }
    CalendarObject.release(objects(exchange));
  }

  /** Records the objects that were not found anywhere as lost. */
  public void giveUp(Exchange exchange) {
    missingFrom(exchange).giveUp(PlanSteps.plan(exchange));
  }
}
