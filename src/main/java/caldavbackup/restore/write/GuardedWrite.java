package caldavbackup.restore.write;

import caldavbackup.caldav.CalendarHeader;
import caldavbackup.caldav.store.ObjectWrite;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Chain;
import caldavbackup.http.Conversation;
import caldavbackup.http.Run;
import caldavbackup.restore.plan.GuardQuestions;
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
 * Writes an object without invitations to its guests: makes the decision, unless the exchange has
 * one, and carries it out. An object without guests needs one request.
 */
final class GuardedWrite extends Chain {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** Remarks about the server that are logged once per run. */
  private static final class Said {
    private final Set<String> texts = ConcurrentHashMap.newKeySet();
  }

  private enum Step {
    DECIDE,
    WRITE,
    SAY,
    END
  }

  private final byte[] object;
  private final boolean mayHaveGuests;
  private Step step;
  private ObjectWrite write;

  private GuardedWrite(byte[] object, boolean mayHaveGuests, Step first) {
    this.object = object;
    this.mayHaveGuests = mayHaveGuests;
    this.step = first;
  }

  /** Returns a write of these bytes, which may have guests. */
  static GuardedWrite of(byte[] object) {
    return of(object, true);
  }

  /**
   * Returns a write of these bytes.
   *
   * @param mayHaveGuests false if the bytes are known to have no guests
   */
  static GuardedWrite of(byte[] object, boolean mayHaveGuests) {
    return new GuardedWrite(object, mayHaveGuests, Step.DECIDE);
  }

  /** Returns a write that carries out the decision on the exchange. */
  static GuardedWrite asDecided() {
    return new GuardedWrite(null, false, Step.WRITE);
  }

  /** Returns the write that was requested or refused; null until the decision is made. */
  ObjectWrite write() {
    return write;
  }

  @Override
  protected Conversation next(Exchange exchange) throws Failure {
    switch (step) {
      case DECIDE -> {
        step = Step.WRITE;
        GuardQuestions.forget(exchange);
        Account account = Account.of(exchange);
        if (mayHaveGuests && !SchedulingGuard.isOpen(object, account.options())) {
          return new GuardQuestions(account, CalendarHeader.of(exchange), object);
        }
        exchange.setProperty(CaldavConstants.DECISION, Decision.goAhead(object));
        return next(exchange);
      }
      case WRITE -> {
        step = Step.SAY;
        write = exchange.getProperty(CaldavConstants.STAYED) == null ? write(exchange) : null;
        return write;
      }
      case SAY -> {
        step = Step.END;
        say(exchange);
        return null;
      }
      default -> {
        return null;
      }
    }
  }

  /**
   * Writes according to the decision.
   *
   * @throws Failure if the decision is to refuse the object, or there is no decision
   */
  private static ObjectWrite write(Exchange exchange) throws Failure {
    Decision decision = exchange.getProperty(CaldavConstants.DECISION, Decision.class);
    if (decision == null) {
      throw Failure.option("exchange property '" + CaldavConstants.DECISION + "' is missing");
    }
    if (decision.kind() == Kind.REFUSED) {
      throw Failure.option(decision.text());
    }
    byte[] first = decision.kind() == Kind.QUIET_FIRST ? decision.first() : null;
    return new ObjectWrite(first, decision.bytes());
  }

  /**
   * Logs one line if the write differs from the usual; remarks about the server are logged once per
   * run.
   */
  private static void say(Exchange exchange) {
    Decision decision = exchange.getProperty(CaldavConstants.DECISION, Decision.class);
    if (decision.text() == null || exchange.getProperty(CaldavConstants.STAYED) != null) {
      return;
    }
    if (decision.kind() == Kind.STRIPPED) {
      LOG.warn("{}: {}", exchange.getMessage().getHeader(CaldavConstants.NAME), decision.text());
    } else if (Run.of(exchange).state(Said.class, Said::new).texts.add(decision.text())) {
      LOG.warn(decision.text());
    }
  }
}
