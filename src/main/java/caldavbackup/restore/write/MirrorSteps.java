package caldavbackup.restore.write;

import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.store.StoreSteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.restore.plan.CalendarPlan;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.restore.plan.SchedulingGuard;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code caldavMirror}: the steps of {@code direct:caldav-mirror}, and of its plan, {@code
 * direct:caldav-plan-delete}.
 */
public final class MirrorSteps {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final Requests requests = new Requests();

  /** The objects to delete of which the server may tell somebody. */
  public List<ObjectPlan> toAskAbout(
      @ExchangeProperty(PlanSteps.CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return account.options().notifyGuests()
        ? List.of()
        : calendar.objects().stream()
            .filter(object -> object.action() == ObjectPlan.Action.DELETE)
            .toList();
  }

  /** Puts the place of an object to delete on the message. */
  public void object(Exchange exchange, @Body ObjectPlan object) {
    exchange.setProperty(RestorePlan.OBJECT, object);
    exchange.setProperty(StoreSteps.PLACE, new StoreSteps.Place(object.there().url(), null));
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, object.there().calendar());
    exchange.getMessage().setHeader(CaldavConstants.NAME, object.name());
    exchange.getMessage().setBody(new byte[0]);
  }

  /** Heeds what was decided about its guests. */
  public void heed(
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(GuardSteps.DECISION) SchedulingGuard.Decision decision,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws IOException {
    switch (decision.kind()) {
      case REFUSED -> object.refuse(decision.text());
      case QUIET_FIRST -> plan.replace(object, decision.first(), object.reason());
      default -> {
        // it may go
      }
    }
  }

  /** The objects to delete; none when anything else failed. */
  public List<ObjectPlan> objects(@ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    boolean isFlawless = plan.isFlawless();
    plan.settleRefusedDeletes();
    List<ObjectPlan> objects = new ArrayList<>();
    for (ObjectPlan object : plan.objects()) {
      if (object.action() == ObjectPlan.Action.DELETE) {
        objects.add(object);
      }
    }
    if (!isFlawless && !objects.isEmpty()) {
      LOG.warn("nothing is deleted, because something else failed");
      return List.of();
    }
    return objects;
  }

  /**
   * Takes one object.
   *
   * @throws Failure when the restore has met its end
   */
  public void begin(
      Exchange exchange,
      @Body ObjectPlan object,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws Failure {
    exchange.setProperty(RestorePlan.OBJECT, object);
    plan.end().require();
  }

  /** Whether it has to be written in another way before the server is quiet about it. */
  public boolean isWrittenFirst(@ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object) {
    return object.content() != null;
  }

  /** Puts that on the message. */
  public void first(
      Exchange exchange,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws IOException {
    plan.putOn(exchange, object, object.there().calendar());
  }

  /** DELETE of the object, unless it was changed since it was listed. */
  public void delete(Exchange exchange, @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object) {
    Member there = object.there();
    boolean isOurs = isWrittenFirst(object); // then it has another ETag
    requests.delete(
        exchange.getMessage(),
        isOurs ? new Member(there.calendar(), there.href(), null, -1, null) : there);
  }

  /** It is gone. */
  public void deleted(
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    plan.settle(object, null);
  }

  /** It is not, unless somebody else has deleted it. */
  public void failed(
      Exchange exchange,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    var failure = Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    if (plan.end().isMetBy(failure)) {
      plan.settle(object, plan.end().notDeleted());
    } else {
      plan.settle(
          object, failure.isNotThere() ? null : "cannot be deleted: " + failure.getMessage());
    }
  }
}
