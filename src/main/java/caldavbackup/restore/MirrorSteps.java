package caldavbackup.restore;

import caldavbackup.account.Failures;
import caldavbackup.dav.Requests;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavMirror}: the steps of {@code direct:caldav-mirror}. */
public final class MirrorSteps {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final int NOT_FOUND = 404;

  private final Requests requests = new Requests();

  /** The objects to delete; none when anything else failed. */
  public List<ObjectPlan> objects(@ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    List<ObjectPlan> objects = new ArrayList<>();
    for (ObjectPlan object : plan.objects()) {
      if (object.action() == ObjectPlan.Action.DELETE) {
        objects.add(object);
      }
    }
    if (!plan.isFlawless() && !objects.isEmpty()) {
      LOG.warn("nothing is deleted, because something else failed");
      return List.of();
    }
    return objects;
  }

  /** DELETE of one object. */
  public void delete(Exchange exchange, @Body ObjectPlan object) {
    exchange.setProperty(RestorePlan.OBJECT, object);
    requests.delete(exchange.getMessage(), object.there());
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
    plan.settle(
        object,
        failure.status() == NOT_FOUND ? null : "cannot be deleted: " + failure.getMessage());
  }
}
