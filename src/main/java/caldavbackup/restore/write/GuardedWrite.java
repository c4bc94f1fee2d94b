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
 * Writes an object so that its guests are not mailed: decides how, unless that is decided already,
 * and writes it as it was decided. An object without guests is one request.
 */
final class GuardedWrite extends Chain {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** What was said of the server once in a run, and need not be said again. */
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

  /** Writes these bytes, which may name guests. */
  static GuardedWrite of(byte[] object) {
    return of(object, true);
  }

  /**
   * Writes these bytes.
   *
   * @param mayHaveGuests false when they were looked at, and name none
   */
  static GuardedWrite of(byte[] object, boolean mayHaveGuests) {
    return new GuardedWrite(object, mayHaveGuests, Step.DECIDE);
  }

  /** Writes what the decision on the exchange says. */
  static GuardedWrite asDecided() {
    return new GuardedWrite(null, false, Step.WRITE);
  }

  /** The write, which was asked for or refused; null as long as it is not decided how to write. */
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
   * Writes as it was decided.
   *
   * @throws Failure when it was decided to refuse the object, or nothing was decided
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

  /** Says in one line what was not done as usual: once in a run what is so of the server. */
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
