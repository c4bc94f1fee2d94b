package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.caldav.scheduling.SchedulingQuestions;
import caldavbackup.caldav.store.ExistingObject;
import caldavbackup.caldav.store.ObjectWrite;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Chain;
import caldavbackup.http.Conversation;
import caldavbackup.restore.plan.SchedulingGuard.Decision;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;

/**
 * Finds out how to write or delete one object without invitations or cancellations to its guests.
 * It asks the server how it handles guests, unless the account knows, and reads the existing object
 * if that matters.
 *
 * <p>The result is property {@link CaldavConstants#DECISION}; there is none if the existing object
 * stays. Afterwards, also after a failure, the body is the object again.
 */
public final class GuardQuestions extends Chain {
  private enum Step {
    SERVER,
    EXISTING,
    DECISION,
    END
  }

  private final Account account;
  private final Calendar calendar;
  private final byte[] object;
  private Step step = Step.SERVER;

  /**
   * Creates the questions about one object.
   *
   * @param calendar the calendar of the object
   * @param object the bytes to write, null to delete the existing object
   */
  public GuardQuestions(Account account, Calendar calendar, byte[] object) {
    this.account = account;
    this.calendar = calendar;
    this.object = object;
  }

  /** Removes the decision about the previous object. */
  public static void forget(Exchange exchange) {
    exchange.removeProperty(CaldavConstants.STAYED);
    exchange.removeProperty(CaldavConstants.DECISION);
  }

  @Override
  protected Conversation next(Exchange exchange) {
    if (step == Step.SERVER) {
      step = Step.EXISTING;
      forget(exchange);
      exchange.getMessage().setBody(null);
      if (ServerProfile.of(account).scheduling(calendar) == null) {
        Discovery discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
        return new SchedulingQuestions(account, calendar, discovery, null);
      }
    }
    if (step == Step.EXISTING) {
      step = Step.DECISION;
      if (guard().dependsOnExisting()) {
        return new ExistingObject(object == null);
      }
    }
    if (step == Step.DECISION) {
      step = Step.END;
      decide(exchange);
    }
    return null;
  }

  @Override
  protected void ended(Exchange exchange, Failure failure) throws Failure {
    exchange.getMessage().setBody(object);
    throw failure;
  }

  private void decide(Exchange exchange) {
    Decision decision = decision(exchange.getMessage().getBody(byte[].class));
    exchange.setProperty(CaldavConstants.DECISION, decision);
    if (decision == null) {
      ObjectWrite.stays(exchange);
    }
    exchange.getMessage().setBody(object);
  }

  /**
   * Decides how to proceed.
   *
   * @param existing the existing bytes, null if there are none or they were not read
   * @return null if the existing object stays
   */
  private Decision decision(byte[] existing) {
    if (object == null) {
      return existing == null ? Decision.goAhead(null) : guard().delete(existing);
    }
    if (existing != null && account.options().conflict().keepsThere()) {
      return null; // SOGo and Google ignore If-None-Match
    }
    return guard().write(object, existing);
  }

  private SchedulingGuard guard() {
    return SchedulingGuard.of(ServerProfile.of(account).scheduling(calendar), account.options());
  }
}
