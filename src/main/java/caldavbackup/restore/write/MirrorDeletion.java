package caldavbackup.restore.write;

import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.camel.RunProgress;
import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.http.Conversation;
import caldavbackup.http.Failures;
import caldavbackup.restore.plan.Action;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.restore.plan.Settlements;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes one object, unless it changed after it was listed. If necessary, it first writes another
 * version with PUT, so that the server sends no cancellation. The plan records the result.
 */
final class MirrorDeletion implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private enum Step {
    PUT_FIRST,
    DELETE,
    END
  }

  private final Requests requests = new Requests();
  private final RestorePlan plan;
  private final ObjectPlan object;
  private final boolean isWrittenFirst;
  private Step step;

  /**
   * Returns a deletion for each object that is not in the snapshot; none if anything else failed.
   */
  static List<MirrorDeletion> allOf(RestorePlan plan) {
    boolean isFlawless = plan.isFlawless();
    new Settlements(plan).settleRefusedDeletes();
    List<MirrorDeletion> deletions = new ArrayList<>();
    for (ObjectPlan object : plan.objects()) {
      if (object.action() == Action.DELETE) {
        deletions.add(new MirrorDeletion(plan, object));
      }
    }
    if (!isFlawless && !deletions.isEmpty()) {
      LOG.warn("nothing is deleted, because something else failed");
      return List.of();
    }
    return deletions;
  }

  private MirrorDeletion(RestorePlan plan, ObjectPlan object) {
    this.plan = plan;
    this.object = object;
    this.isWrittenFirst = object.content() != null;
    this.step = isWrittenFirst ? Step.PUT_FIRST : Step.DELETE;
  }

  /** Sends nothing more after the restore has ended early. */
  @Override
  public boolean ask(Exchange exchange) {
    try {
      return askNext(exchange.getMessage());
    } catch (IOException | RuntimeException e) {
      failed(exchange, Failures.of(e));
      return false;
    }
  }

  private boolean askNext(Message message) throws IOException {
    Member there = object.there();
    switch (step) {
      case PUT_FIRST -> {
        plan.end().require();
        requests.put(
            message, there.url(), plan.content(object), Requests.If.UNCHANGED, there.etag());
      }
      case DELETE -> {
        if (isWrittenFirst) { // its ETag has changed
          requests.delete(message, new Member(there.calendar(), there.href(), null, -1, null));
        } else {
          plan.end().require();
          requests.delete(message, there);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void learn(Exchange exchange) {
    if (step == Step.PUT_FIRST) {
      step = Step.DELETE;
    } else {
      step = Step.END;
      plan.settle(object, null);
      RunProgress.of(exchange).done(Phase.DELETING, "", 1);
    }
  }

  /** Records that the object still exists, unless another client has deleted it. */
  @Override
  public void failed(Exchange exchange, Failure failure) {
    step = Step.END;
    RunProgress.of(exchange).done(Phase.DELETING, "", 1);
    if (plan.end().isMetBy(failure)) {
      plan.settle(object, plan.end().notDeleted());
    } else {
      plan.settle(
          object, failure.isNotThere() ? null : "cannot be deleted: " + failure.getMessage());
    }
  }
}
