package caldavbackup.restore.write;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.scheduling.SchedulingSteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Run;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.SchedulingGuard;
import caldavbackup.restore.plan.SchedulingGuard.Decision;
import caldavbackup.text.Failure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code caldavGuard}: the steps of {@code direct:caldav-store} and {@code
 * direct:caldav-write}, and of what a mirror deletes, that keep guests from being mailed.
 */
public final class GuardSteps {
  /** Exchange property: the {@link Decision} that {@code direct:caldav-write} carries out. */
  public static final String DECISION = "CamelCaldavDecision";

  private static final String EXISTING = "CamelCaldavExisting";
  private static final String OBJECT = "CamelCaldavGuarded";
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** What was said of the server once in a run, and need not be said again. */
  private static final class Said {
    private final Set<String> texts = ConcurrentHashMap.newKeySet();
  }

  /** Whether the object in the body may be written whatever the server does. */
  public boolean isOpen(
      @Body byte[] object, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return SchedulingGuard.isOpen(object, account.options());
  }

  /** Whether what is there now has to be read first. */
  public boolean dependsOnExisting(
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return guard(calendar, account).dependsOnExisting();
  }

  /** Keeps the object while what is there is read. */
  public void keep(Exchange exchange, @Body byte[] object) {
    exchange.setProperty(OBJECT, object);
  }

  /** What is there now. */
  public void learnExisting(Exchange exchange, @Body byte[] existing) {
    exchange.setProperty(EXISTING, existing);
  }

  /** Puts the object back on the message. */
  public void restore(Exchange exchange, @ExchangeProperty(OBJECT) byte[] object) {
    exchange.removeProperty(OBJECT);
    exchange.getMessage().setBody(object);
  }

  /** Nothing can be mailed about the object. */
  public void goAhead(Exchange exchange, @Body byte[] object) {
    exchange.setProperty(DECISION, Decision.goAhead(object));
  }

  /** Decides how the object is written; no decision when what is there stays. */
  public void decide(
      Exchange exchange,
      @Body byte[] object,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    byte[] existing = (byte[]) exchange.removeProperty(EXISTING);
    if (existing != null && account.options().conflict() == Options.Conflict.SKIP) {
      exchange.removeProperty(DECISION); // SOGo and Google do not heed If-None-Match
    } else {
      exchange.setProperty(DECISION, guard(calendar, account).write(object, existing));
    }
  }

  /** Decides how the object that is there is deleted. */
  public void decideDelete(
      Exchange exchange,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    byte[] existing = (byte[]) exchange.removeProperty(EXISTING);
    exchange.setProperty(
        DECISION,
        existing == null ? Decision.goAhead(null) : guard(calendar, account).delete(existing));
  }

  /**
   * Refuses what may not be written.
   *
   * @throws Failure always
   */
  public void refuse(@ExchangeProperty(DECISION) Decision decision) throws Failure {
    throw Failure.option(decision.text());
  }

  /** The bytes to write before the object. */
  public byte[] first(@ExchangeProperty(DECISION) Decision decision) {
    return decision.first();
  }

  /** The bytes to write. */
  public byte[] bytes(@ExchangeProperty(DECISION) Decision decision) throws Failure {
    if (decision == null) {
      throw Failure.option("exchange property '" + DECISION + "' is missing");
    }
    return decision.bytes();
  }

  /** Says in one line what was not done as usual: once in a run what is so of the server. */
  public void say(
      Exchange exchange,
      @ExchangeProperty(DECISION) Decision decision,
      @Header(CaldavConstants.NAME) String name) {
    if (decision.kind() == SchedulingGuard.Kind.STRIPPED) {
      LOG.warn("{}: {}", name, decision.text());
    } else if (decision.text() != null
        && Run.of(exchange).state(Said.class, Said::new).texts.add(decision.text())) {
      LOG.warn(decision.text());
    }
  }

  private static SchedulingGuard guard(Calendar calendar, Account account) {
    return SchedulingGuard.of(SchedulingSteps.known(account, calendar), account.options());
  }
}
