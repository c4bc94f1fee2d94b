package caldavbackup.restore.write;

import caldavbackup.caldav.store.StorePlace;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.restore.plan.CalendarPlan;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.restore.plan.SchedulingGuard.Decision;
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

  /** Puts the place of an object to delete on the message, without a body. */
  public void object(Exchange exchange, @Body ObjectPlan object) {
    exchange.setProperty(RestorePlan.OBJECT, object);
    exchange.setProperty(StorePlace.PROPERTY, new StorePlace(object.there().url(), null));
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, object.there().calendar());
    exchange.getMessage().setHeader(CaldavConstants.NAME, object.name());
    exchange.getMessage().setBody(null);
  }

  /** Heeds what was decided about its guests. */
  public void heed(
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(Decision.PROPERTY) Decision decision,
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

  /** A conversation for each object to delete; none when anything else failed. */
  public List<MirrorDeletion> deletions(@ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    boolean isFlawless = plan.isFlawless();
    plan.settleRefusedDeletes();
    List<MirrorDeletion> deletions = new ArrayList<>();
    for (ObjectPlan object : plan.objects()) {
      if (object.action() == ObjectPlan.Action.DELETE) {
        deletions.add(new MirrorDeletion(plan, object));
      }
    }
    if (!isFlawless && !deletions.isEmpty()) {
      LOG.warn("nothing is deleted, because something else failed");
      return List.of();
    }
    return deletions;
  }
}
