package com.example.fleet;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.text.Failure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code work}: whether an account is to be worked on, and what becomes of one that failed. An
 * attempt is counted before it begins, so that an account that always kills its worker is found.
 */
public final class Work {
  /** Property of the exchange: {@code later} or {@code dead}, none when the account is done with. */
  static final String VERDICT = "fleetVerdict";

  private static final Logger LOG = LoggerFactory.getLogger("fleet");
  private static final String LOCK = "fleetLock";
  private static final String PLACES = "fleetPlaces";
  private static final int BUSY = 429;
  private static final Duration TAKEN = Duration.ofSeconds(3);
  private static final Duration AWAY = Duration.ofSeconds(2);

  private final WorkTable table;
  private final int most;
  private final Duration pause;

  /** One for each account at a time; one that was under way when a worker ended needs them all. */
  private final Semaphore places;

  private final int allPlaces;

  /** Another worker has the account. */
  private static final class Taken extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** All attempts are used up before this one. */
  private static final class Poisoned extends Exception {
    private static final long serialVersionUID = 1L;

    Poisoned(String sentence) {
      super(sentence);
    }
  }

  /** Work on accounts whose attempts are counted in a database. */
  public Work(DataSource database, Settings settings) {
    table = new WorkTable(database);
    most = settings.number("fleet.attempts");
    allPlaces = settings.number("fleet.accounts");
    places = new Semaphore(allPlaces, true);
    pause = settings.time("fleet.retry.delay");
  }

  /**
   * Begins an attempt: the account is locked for other workers.
   *
   * @throws Exception when another worker has it, or it failed too often, or the database is away
   */
  public void begin(Exchange exchange) throws Exception {
    String account = account(exchange);
    WorkTable.Lock lock = table.lock(account);
    if (lock == null) {
      throw new Taken();
    }
    exchange.setProperty(LOCK, lock);
    WorkTable.Row before = table.read(account);
    if (before.attempts() >= most) {
      throw new Poisoned(
          before.isCutOff() ? "its worker ended " + before.attempts() + " times while it worked on it" : before.reason());
    }
    // of those that were under way when a worker ended, one may be to blame: it shows when each is alone
    int needed = before.isCutOff() ? allPlaces : 1;
    places.acquire(needed);
    exchange.setProperty(PLACES, needed);
    table.begin(account, before.attempts() + 1);
  }

  /** The account is done with. */
  public void done(Exchange exchange) throws SQLException {
    table.forget(account(exchange));
  }

  /**
   * Decides what becomes of an account that failed: property {@code fleetVerdict} and, of one that
   * is a dead letter, header {@code reason}.
   *
   * @throws Exception the failure itself, when it is no matter of the account: its message comes again
   */
  public void failed(Exchange exchange) throws Exception {
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String account = account(exchange);
    if (failure instanceof BadMessage) {
      dead(exchange, failure.getMessage());
    } else if (failure instanceof Taken) {
      later(exchange, TAKEN);
    } else if (failure instanceof Poisoned) {
      table.forget(account);
      dead(exchange, failure.getMessage());
    } else if (isAway(failure)) {
      LOG.warn("{} comes again: {}", account, Fleet.sentence(failure));
      Thread.sleep(AWAY.toMillis());
      forgive(account);
      throw failure;
    } else if (failure instanceof Failure said && wait(said) != null) {
      table.write(account, table.read(account).attempts() - 1, said.getMessage());
      LOG.info("{} waits for {} s: {}", account, wait(said).toSeconds(), said.getMessage());
      later(exchange, wait(said));
    } else {
      failedItself(exchange, account, failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }
  }

  private void failedItself(Exchange exchange, String account, String sentence) throws SQLException {
    int attempts = table.read(account).attempts();
    LOG.warn("{} failed for the {}. time: {}", account, attempts, sentence);
    if (attempts >= most) {
      dead(exchange, sentence);
    } else {
      table.write(account, attempts, sentence);
      later(exchange, pause.multipliedBy(attempts));
    }
  }

  /** How long the server asks to be left alone; null when it does not. */
  private Duration wait(Failure failure) {
    return failure.retryAfter() != null ? failure.retryAfter() : failure.status() == BUSY ? pause : null;
  }

  /** What failed is not the account: the database, the broker, or this worker, which is stopped. */
  private static boolean isAway(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String name = cause.getClass().getName();
      if (cause instanceof SQLException
          || cause instanceof Failure said && said.kind() == Failure.Kind.CANCELLED
          || name.startsWith("jakarta.jms.")
          || name.startsWith("org.springframework.jms.")
          || name.startsWith("org.apache.kafka.")) {
        return true;
      }
    }
    return false;
  }

  private void forgive(String account) {
    try {
      table.write(account, Math.max(0, table.read(account).attempts() - 1), "");
    } catch (SQLException e) {
      LOG.warn("the database is away: {}", Fleet.sentence(e));
    }
  }

  private void later(Exchange exchange, Duration wait) throws SQLException {
    table.later(
        account(exchange),
        System.currentTimeMillis() + wait.toMillis(),
        exchange.getProperty(Messages.TEXT, String.class));
    exchange.setProperty(VERDICT, "later");
  }

  private static void dead(Exchange exchange, String reason) {
    LOG.warn("{} is a dead letter: {}", account(exchange), reason);
    exchange.setProperty(VERDICT, "dead");
    Message message = exchange.getMessage();
    message.setBody(exchange.getProperty(Messages.TEXT));
    message.setHeader("reason", reason);
  }

  /** The dead letter was sent: a next message of the account begins anew. */
  public void buried(Exchange exchange) throws SQLException {
    table.forget(account(exchange));
  }

  /** Other workers may have the account, whatever became of it; its connections are closed. */
  public void release(Exchange exchange) {
    Account used = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (used != null) {
      used.close();
    }
    Integer taken = (Integer) exchange.removeProperty(PLACES);
    if (taken != null) {
      places.release(taken);
    }
    WorkTable.Lock lock = (WorkTable.Lock) exchange.removeProperty(LOCK);
    if (lock != null) {
      lock.close();
    }
  }

  /** The messages that waited long enough. */
  public List<WorkTable.Waiting> due() throws SQLException {
    return table.due(System.currentTimeMillis());
  }

  /** One of them was sent: the exchange has it in property {@code waiting}. */
  public void sent(Exchange exchange) throws SQLException {
    table.sent(exchange.getProperty("waiting", WorkTable.Waiting.class));
  }

  private static String account(Exchange exchange) {
    return exchange.getMessage().getHeader(Messages.ACCOUNT, "a message without id", String.class);
  }
}
