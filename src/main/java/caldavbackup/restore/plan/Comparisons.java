package caldavbackup.restore.plan;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.camel.RunProgress;
import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.ical.Comparison;
import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.Uid;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;

/** Compares the objects of a calendar with the objects to restore into it, batch by batch. */
public final class Comparisons {
  private Comparisons() {}

  /**
   * Bean {@code caldavHasToCompare}: returns whether more objects must be read for the comparison,
   * and if so sets the body to the next batch of their members.
   */
  public static final class HasMore implements Predicate {
    @Override
    public boolean matches(Exchange exchange) {
      if (exchange.getException() != null) {
        return false; // the loop calls this before it checks the last turn for a failure
      }
      List<Member> batch = PlanSteps.calendar(exchange).targetObjects().nextToCompare();
      exchange.getMessage().setBody(batch);
      return !batch.isEmpty();
    }
  }

  /** Bean {@code caldavCompares}: compares each object in the body with its object in the plan. */
  public static final class Compares implements Processor {
    @Override
    public void process(Exchange exchange) throws IOException {
      RestorePlan plan = PlanSteps.plan(exchange);
      TargetObjects target = PlanSteps.calendar(exchange).targetObjects();
      List<?> batch = exchange.getMessage().getBody(List.class);
      for (Object one : batch) {
        CalendarObject theirs = (CalendarObject) one;
        if (theirs.bytes() == null) {
          target.unread(theirs.member(), theirs.failure());
          continue;
        }
        String uid = new Uid().of(theirs.bytes());
        ObjectPlan object = target.counterpart(theirs.member().name(), uid);
        if (object != null) {
          compare(plan, object, theirs.bytes());
        } else if (target.namesOthers()) {
          target.saw(theirs.member(), plan.keep(theirs.bytes()));
        }
      }
      CalendarObject.release(batch);
      RunProgress.of(exchange)
          .done(Phase.PLANNING, PlanSteps.calendar(exchange).progressName(), batch.size());
    }

    private static void compare(RestorePlan plan, ObjectPlan object, byte[] theirs)
        throws IOException {
      byte[] ours = plan.content(object);
      switch (Comparison.of(ours, theirs).verdict()) {
        case EQUAL -> object.decide(Action.EQUAL, null);
        case SAME_MEANING ->
            object.decide(Action.EQUAL, "is written differently, but has the same content");
        default -> // decided when everything is known
            plan.keepChanges(object, ObjectChanges.between(ours, theirs).reversed());
      }
    }
  }
}
