package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/**
 * One user on one server: the options, and all that lives as long as the work on them. An
 * application may hold many; nothing of one is seen by another. Those that {@link Accounts} gives
 * are shared by all that ask for the same options.
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

  /**
   * An account of the caller's own, with checked options; nothing is asked of the server before the
   * first request.
   */
  public Account(Options options) {
    this(options, null);
  }

  /**
   * An account that others may have too.
   *
   * @param shared who holds it while it is in use; null for nobody
   */
  Account(Options options, SharedAccounts shared) {
    this.options = options;
    this.connections = new AccountConnections(options);
    this.shared = shared;
    this.limits = shared == null ? HostLimits.NONE : shared.limits();
  }

  /**
   * The account that the exchange works for.
   *
   * @throws Failure when there is none
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
   * Does on a thread of its own what the first request would have to wait for, and asks nobody
   * anything.
   */
  public void prepare() {
    Thread thread = new Thread(connections::prepare, "caldav prepare");
    thread.setDaemon(true);
    thread.start();
  }

  /** What the user said. */
  public Options options() {
    return options;
  }

  /** The state of the given type that belongs to this account, made when first asked for. */
  public <T> T state(Class<T> type, Supplier<T> first) {
    return type.cast(state.computeIfAbsent(type, t -> first.get()));
  }

  /**
   * A run begins: what ended another, a refused password or a server that was gone, may be mended
   * since, and is no matter of this one.
   */
  Run begin() {
    return new Run(this, isThere);
  }

  /**
   * The run of all requests that belong to no other. When it has met its end, it begins anew once
   * {@code io_timeout} has passed: nobody else would begin it.
   */
  synchronized Run unbound() {
    if (unbound == null || unbound.end().isSince(options.ioTimeout())) {
      unbound = begin();
    }
    return unbound;
  }

  /** Whether the server answered when it was asked last. */
  void noteThere(boolean answered) {
    isThere = answered;
  }

  /** Whether requests may be sent: an account that has ended sends none. */
  boolean isOpen() {
    return open;
  }

  /**
   * Sends a request of a run over the account's own connections, when its turn has come. Where
   * requests to the host are limited, the answer's body is read ahead.
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

  /** Somebody has use for it: it stays for a while. */
  void touch() throws Failure {
    if (shared != null) {
      connections.touch();
      shared.hold(this);
    }
  }

  /**
   * Closes the connections of a shared account, and leaves it to those that have it, when no
   * request was under way for so long.
   *
   * @param millis 0 when it is enough that none is now
   */
  void closeIfIdle(long millis) {
    connections.closeIfIdle(millis, () -> shared.release(this));
  }

  /** Whether this host may see who the user is. */
  boolean mayHaveCredentials(HttpHost host) {
    return connections.mayHaveCredentials(host.getSchemeName(), host.getHostName());
  }

  /**
   * Asks a server that is not the calendar server, over connections like those to it: no
   * credentials of the account and no cookies go there.
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
   * Frees the connections. An account of the caller's own ends: requests under way are broken off.
   * One that is shared closes the connections that no request needs; requests of others go on, and
   * later ones open new connections.
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

  /** Breaks off all requests under way, and lets no other begin. */
  void end() {
    open = false;
    limits.wake();
    connections.close();
  }

  @Override
  public String toString() {
    return options.origin();
  }
}
