package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.caldav.store.StorePlace;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Chain;
import caldavbackup.http.Conversation;
import caldavbackup.restore.plan.SchedulingGuard.Decision;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.Iterator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Finds out, for each object to write or delete that may have guests, how to do so without
 * invitations or cancellations. An object for which no such way is known is refused; the plan
 * records how to handle the others.
 */
final class PlannedGuests extends Chain {
  private final RestorePlan plan;
  private final CalendarPlan calendar;
  private final Account account;
  private final Iterator<ObjectPlan> objects;
  private ObjectPlan object;
  private boolean isOfOwnFiles;

  PlannedGuests(RestorePlan plan, CalendarPlan calendar, Account account) {
    this.plan = plan;
    this.calendar = calendar;
    this.account = account;
    this.objects =
        calendar.objects().stream()
            .filter(one -> !account.options().notifyGuests())
            .filter(one -> isDeleted(one) || (one.action().isPut() && one.hasGuests()))
            .toList()
            .iterator();
  }

  private static boolean isDeleted(ObjectPlan object) {
    return object.action() == Action.DELETE;
  }

  @Override
  protected Conversation next(Exchange exchange) throws IOException {
    try {
      return following(exchange);
    } catch (IOException e) {
      isOfOwnFiles = true;
      throw e;
    }
  }

  private Conversation following(Exchange exchange) throws IOException {
    if (object != null) {
      heed(exchange.getProperty(CaldavConstants.DECISION, Decision.class));
      object = null;
    }
    if (!objects.hasNext()) {
      return null;
    }
    object = objects.next();
    if (!isDeleted(object)) {
      plan.putOn(exchange, object, calendar.target());
      return new GuardQuestions(account, calendar.target(), plan.content(object));
    }
    Message message = exchange.getMessage();
    exchange.setProperty(CaldavConstants.PLACE, new StorePlace(object.there().url(), null));
    message.setHeader(CaldavConstants.CALENDAR, object.there().calendar());
    message.setHeader(CaldavConstants.NAME, object.name());
    return new GuardQuestions(account, object.there().calendar(), null);
  }

  /**
   * Refuses the object for which the server's behaviour is unknown; if the server does not reveal
   * its behaviour at all, all others as well.
   */
  @Override
  protected void ended(Exchange exchange, Failure failure) throws Failure {
    if (object == null || RestoreEnd.ofServer(failure)) {
      throw failure;
    }
    if (isOfOwnFiles) { // a failure of the temporary file, not related to guests
      isOfOwnFiles = false;
      object.refuse((isDeleted(object) ? "not deleted: " : "not written: ") + failure.getMessage());
      object = null;
      return;
    }
    refuse(object, failure);
    if (ServerProfile.of(account).scheduling(target(object)) == null) {
      objects.forEachRemaining(other -> refuse(other, failure));
    }
    object = null;
  }

  private static void refuse(ObjectPlan one, Failure failure) {
    one.refuse(
        (isDeleted(one) ? "not deleted" : "not written")
            + ": it is not known whether the server would send mail to guests: "
            + failure.getMessage());
  }

  /** Returns the calendar from which the object is deleted or to which it is written. */
  private Calendar target(ObjectPlan one) {
    return isDeleted(one) ? one.there().calendar() : calendar.target();
  }

  /** Applies the decision; there is none if the existing object stays. */
  private void heed(Decision decision) throws IOException {
    switch (decision == null ? SchedulingGuard.Kind.GO_AHEAD : decision.kind()) {
      case REFUSED -> object.refuse(decision.text());
      case STRIPPED -> plan.replace(object, decision.bytes(), decision.text());
      case QUIET_FIRST -> {
        if (isDeleted(object)) {
          plan.replace(object, decision.first(), object.reason());
        }
      }
      default -> {
        // as planned
      }
    }
  }
}
