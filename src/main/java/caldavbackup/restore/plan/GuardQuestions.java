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
 * Finds out how one object is written or deleted so that its guests are not mailed: asks the server
 * what it does about guests, unless the account knows, and reads what is there where that matters.
 *
 * <p>The result is property {@link CaldavConstants#DECISION}; there is none when what is there
 * stays. The body is the object again, after a failure too.
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
   * Questions about one object.
   *
   * @param calendar the calendar that it is in, or is to be in
   * @param object the bytes that are to be written, null when what is there is to be deleted
   */
  public GuardQuestions(Account account, Calendar calendar, byte[] object) {
    this.account = account;
    this.calendar = calendar;
    this.object = object;
  }

  /** Removes what was decided of another object. */
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
   * How to go about it.
   *
   * @param existing the bytes that are there, null when there are none or they were not read
   * @return null when what is there stays
   */
  private Decision decision(byte[] existing) {
    if (object == null) {
      return existing == null ? Decision.goAhead(null) : guard().delete(existing);
    }
    if (existing != null && account.options().conflict().keepsThere()) {
      return null; // SOGo and Google do not heed If-None-Match
    }
    return guard().write(object, existing);
  }

  private SchedulingGuard guard() {
    return SchedulingGuard.of(ServerProfile.of(account).scheduling(calendar), account.options());
  }
}
