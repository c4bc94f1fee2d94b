package caldavbackup.restore.write;

import caldavbackup.caldav.CalendarHeader;
import caldavbackup.caldav.store.ObjectWrite;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.http.Run;
import caldavbackup.restore.plan.SchedulingGuard;
import caldavbackup.restore.plan.SchedulingGuard.Decision;
import caldavbackup.restore.plan.SchedulingGuard.Kind;
import caldavbackup.text.Failure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code caldavGuard}: the steps of {@code direct:caldav-store}, {@code direct:caldav-guard}
 * and {@code direct:caldav-write} that keep guests from being mailed.
 */
public final class GuardSteps {
  private static final String GUARD = "CamelCaldavGuard";
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** What was said of the server once in a run, and need not be said again. */
  private static final class Said {
    private final Set<String> texts = ConcurrentHashMap.newKeySet();
  }

  /** Decides at once on an object that may be written whatever the server does. */
  public void decideOpen(Exchange exchange) throws Failure {
    exchange.removeProperty(ObjectWrite.STAYED); // of an object before
    exchange.removeProperty(Decision.PROPERTY);
    byte[] object = exchange.getMessage().getBody(byte[].class);
    if (SchedulingGuard.isOpen(object, Account.of(exchange).options())) {
      exchange.setProperty(Decision.PROPERTY, Decision.goAhead(object));
    }
  }

  /** Takes the object from the body. */
  public void begin(Exchange exchange) throws Failure {
    byte[] object = exchange.getMessage().getBody(byte[].class);
    exchange.setProperty(
        GUARD, new ObjectGuard(Account.of(exchange), CalendarHeader.of(exchange), object));
    exchange.getMessage().setBody(null);
  }

  /**
   * Decides by what is there, which is the body, and puts the object back; no decision when what is
   * there stays.
   */
  public void decide(Exchange exchange) {
    ObjectGuard guard = (ObjectGuard) exchange.removeProperty(GUARD);
    Decision decision = guard.decide(exchange.getMessage().getBody(byte[].class));
    exchange.setProperty(Decision.PROPERTY, decision);
    if (decision == null) {
      ObjectWrite.stays(exchange);
    }
    exchange.getMessage().setBody(guard.object());
  }

  /**
   * Begins to write as it was decided.
   *
   * @throws Failure when it was decided to refuse the object, or nothing was
   */
  public void write(Exchange exchange) throws Failure {
    Decision decision = exchange.getProperty(Decision.PROPERTY, Decision.class);
    if (decision == null) {
      throw Failure.option("exchange property '" + Decision.PROPERTY + "' is missing");
    }
    if (decision.kind() == Kind.REFUSED) {
      throw Failure.option(decision.text());
    }
    exchange.removeProperty(ObjectWrite.STAYED); // of an object before
    byte[] first = decision.kind() == Kind.QUIET_FIRST ? decision.first() : null;
    Conversation.begin(exchange, new ObjectWrite(first, decision.bytes()));
  }

  /** Says in one line what was not done as usual: once in a run what is so of the server. */
  public void say(Exchange exchange) {
    Decision decision = exchange.getProperty(Decision.PROPERTY, Decision.class);
    if (decision.text() == null || exchange.getProperty(ObjectWrite.STAYED) != null) {
      return;
    }
    if (decision.kind() == Kind.STRIPPED) {
      LOG.warn("{}: {}", exchange.getMessage().getHeader(CaldavConstants.NAME), decision.text());
    } else if (Run.of(exchange).state(Said.class, Said::new).texts.add(decision.text())) {
      LOG.warn(decision.text());
    }
  }
}
