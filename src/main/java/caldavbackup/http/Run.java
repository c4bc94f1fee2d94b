package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * One run on an account: whether it has met its end, whether its credentials were accepted, how
 * often the server was silent. It travels on the exchange, beside the account, so that runs that
 * share an account neither end nor revive each other. What is learnt of the server stays with the
 * {@link Account}.
 *
 * <p>Safe for use by several threads.
 */
public final class Run {
  private final Account account;
  private final CircuitBreaker reach;
  private volatile RunEnd end = new RunEnd(System::nanoTime);
  private volatile Credit credit = new Credit();
  private final Map<Class<?>, Object> state = new ConcurrentHashMap<>();

  /**
   * A run with nothing behind it.
   *
   * @param isThere whether the server answered when the account was last at work
   */
  Run(Account account, boolean isThere) {
    this.account = account;
    this.reach = new CircuitBreaker(account.options().ioTimeout(), System::nanoTime, isThere);
  }

  /**
   * Begins a run on the exchange; does nothing when the exchange has no account, which the door
   * says.
   */
  public static void begin(Exchange exchange) {
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account != null) {
      exchange.setProperty(CaldavConstants.RUN, account.begin());
    }
  }

  /**
   * The run that the exchange is part of. An exchange on which none was begun, or one of another
   * account, takes part in the account's own.
   *
   * @return null when the exchange has no account
   */
  public static Run of(Exchange exchange) {
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account == null) {
      return null;
    }
    return exchange.getProperty(CaldavConstants.RUN) instanceof Run run && run.account == account
        ? run
        : account.unbound();
  }

  /**
   * Forgets that the sign-in was refused: another address of the account is asked, where the same
   * credentials may be good.
   */
  public void goElsewhere() {
    end = new RunEnd(System::nanoTime);
    credit = new Credit();
  }

  /** The state of the given type that belongs to this run, made when first asked for. */
  public <T> T state(Class<T> type, Supplier<T> first) {
    return type.cast(state.computeIfAbsent(type, t -> first.get()));
  }

  /** Whether the run is over although there is more to do. */
  RunEnd end() {
    return end;
  }

  /** Whether the server can be reached. */
  CircuitBreaker reach() {
    return reach;
  }

  /** What became of the credentials. */
  Credit credit() {
    return credit;
  }

  /** The server answered a request with this status. */
  void answered(String method, String url, int status) {
    account.noteThere(true);
    reach.answered();
    end.answered(method, url, status);
  }

  /** A request failed for good. */
  void failed(Throwable thrown) {
    reach.failed(thrown);
    account.noteThere(reach.isThere());
  }

  @Override
  public String toString() {
    return "a run of " + account;
  }
}
