package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/**
 * One user on one server: the options, the connections, and the state that lives as long as they
 * do. An application may hold many accounts; they share no state. {@link Accounts} returns the same
 * account for the same options.
 *
 * <p>Safe for use by several threads.
 */
public final class Account implements Closeable {
  private final Options options;
  private final AccountConnections connections;
  private final SharedAccounts shared;
  private final HostLimits limits;
  private volatile boolean isThere;
  private volatile boolean open = true;
  private Run unbound;
  private final Map<Class<?>, Object> state = new ConcurrentHashMap<>();

  /** Creates an account that only the caller uses. It sends nothing before the first request. */
  public Account(Options options) {
    this(options, null);
  }

  /**
   * Creates an account that several callers may use.
   *
   * @param shared the registry that holds the account while it is in use; null for none
   */
  Account(Options options, SharedAccounts shared) {
    this.options = options;
    this.connections = new AccountConnections(options);
    this.shared = shared;
    this.limits = shared == null ? HostLimits.NONE : shared.limits();
  }

  /**
   * The account of the exchange.
   *
   * @throws Failure when the exchange has none
   */
  public static Account of(Exchange exchange) throws Failure {
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account == null) {
      throw Failure.option(
          "exchange property '"
              + CaldavConstants.ACCOUNT
              + "' is missing: set it with bean caldavAccounts, method of");
    }
    return account;
  }

  /**
   * Loads, on a separate thread, what the first request would have to wait for. Sends no request.
   */
  public void prepare() {
    Thread thread = new Thread(connections::prepare, "caldav prepare");
    thread.setDaemon(true);
    thread.start();
  }

  /** The options of the account. */
  public Options options() {
    return options;
  }

  /** The state of the given type, created on first use. */
  public <T> T state(Class<T> type, Supplier<T> first) {
    return type.cast(state.computeIfAbsent(type, t -> first.get()));
  }

  /**
   * Begins a run. A refused password or an unreachable server of an earlier run does not affect it,
   * because the cause may be corrected by now.
   */
  Run begin() {
    return new Run(this, isThere);
  }

  /**
   * The run of all requests that belong to no other run. After it has ended, a new one begins once
   * {@code io_timeout} has passed, because no caller would begin it.
   */
  synchronized Run unbound() {
    if (unbound == null || unbound.end().isSince(options.ioTimeout())) {
      unbound = begin();
    }
    return unbound;
  }

  /** Notes whether the server answered the last request. */
  void noteThere(boolean answered) {
    isThere = answered;
  }

  /** Returns whether requests may be sent. An account that has ended sends none. */
  boolean isOpen() {
    return open;
  }

  /**
   * Sends a request of a run over the connections of the account, after waiting for its turn. If
   * requests to the host are limited, the body of the answer is read ahead.
   */
  CloseableHttpResponse send(HttpHost host, ClassicHttpRequest request, Run run)
      throws IOException {
    try (AccountConnections.Use use = use();
        HostLimits.Turn turn = limits.enter(host, this::isOpen)) {
      CloseableHttpResponse response = connections.send(host, request, run.credit());
      if (limits.isLimited()) {
        SpooledAnswer.read(response);
      }
      return response;
    }
  }

  private AccountConnections.Use use() throws Failure {
    AccountConnections.Use use = connections.use();
    boolean isHeld = false;
    try {
      touch();
      isHeld = true;
      return use;
    } finally {
      if (!isHeld) {
        use.close();
      }
    }
  }

  /** Notes a use of the account, which keeps it open for a while. */
  void touch() throws Failure {
    if (shared != null) {
      connections.touch();
      shared.hold(this);
    }
  }

  /**
   * Closes the connections of a shared account and releases it from the registry if it had no
   * request for the given time.
   *
   * @param millis the idle time in milliseconds; 0 if no request may be active now
   */
  void closeIfIdle(long millis) {
    AtomicBoolean isReleased = new AtomicBoolean();
    connections.closeIfIdle(
        millis,
        () -> {
          shared.release(this);
          isReleased.set(true);
        });
    if (isReleased.get()) {
      closeState();
    }
  }

  /** Tells the state of the account that its user is done, so that it can store what it holds. */
  private void closeState() {
    for (Object one : state.values()) {
      if (one instanceof Closeable closeable) {
        try {
          closeable.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e); // none of them throws it
        }
      }
    }
  }

  /** Returns whether this host may receive the credentials. */
  boolean mayHaveCredentials(HttpHost host) {
    return connections.mayHaveCredentials(host.getSchemeName(), host.getHostName());
  }

  /**
   * Sends a request to a server other than the calendar server, with the same connection settings.
   * The request carries no credentials or cookies of the account.
   */
  public <T> T ask(ClassicHttpRequest request, HttpClientResponseHandler<T> answer)
      throws IOException {
    HttpHost host = new HttpHost(request.getScheme(), request.getAuthority());
    try (AccountConnections.Use use = use();
        HostLimits.Turn turn = limits.enter(host, this::isOpen)) {
      return connections.ask(request, answer);
    }
  }

  /**
   * Frees the connections. An account that is not shared ends: active requests are aborted. A
   * shared account closes its idle connections; requests of other callers continue, and later ones
   * open new connections.
   */
  @Override
  public void close() {
    if (shared == null) {
      end();
    } else {
      connections.closeUnused();
      closeIfIdle(0);
    }
  }

  /** Aborts all active requests and prevents new ones. */
  void end() {
    open = false;
    limits.wake();
    connections.close();
    closeState();
  }

  @Override
  public String toString() {
    return options.origin();
  }
}
