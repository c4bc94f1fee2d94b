package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * One run on an account: whether it has ended, whether its credentials were accepted, how often the
 * server timed out. It travels on the exchange together with the account, so that runs on a shared
 * account do not affect each other. What the run learns about the server belongs to the {@link
 * Account}.
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
   * Creates a run without history.
   *
   * @param isThere whether the server answered the account's last request
   */
  Run(Account account, boolean isThere) {
    this.account = account;
    this.reach = new CircuitBreaker(account.options().ioTimeout(), System::nanoTime, isThere);
  }

  /**
   * Begins a run on the exchange. Does nothing if the exchange has no account, which the door
   * reports.
   */
  public static void begin(Exchange exchange) {
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account != null) {
      exchange.setProperty(CaldavConstants.RUN, account.begin());
    }
  }

  /**
   * The run of the exchange. If none was begun, or it belongs to another account, this is the
   * unbound run of the account.
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
   * Forgets a refused sign-in, because the next address of the account may accept the same
   * credentials.
   */
  public void goElsewhere() {
    end = new RunEnd(System::nanoTime);
    credit = new Credit();
  }

  /** The state of the given type that belongs to this run, created on first use. */
  public <T> T state(Class<T> type, Supplier<T> first) {
    return type.cast(state.computeIfAbsent(type, t -> first.get()));
  }

  /** Whether the run has ended early. */
  RunEnd end() {
    return end;
  }

  /** Whether the server is reachable. */
  CircuitBreaker reach() {
    return reach;
  }

  /** The state of the credentials. */
  Credit credit() {
    return credit;
  }

  /** Notes the status of an answer. */
  void answered(String method, String url, int status) {
    account.noteThere(true);
    reach.answered();
    end.answered(method, url, status);
  }

  /** Notes a request that failed after all retries. */
  void failed(Throwable thrown) {
    reach.failed(thrown);
    account.noteThere(reach.isThere());
  }

  @Override
  public String toString() {
    return "a run of " + account;
  }
}
