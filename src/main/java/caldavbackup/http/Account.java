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
 * application may hold many; nothing of one is seen by another.
 *
 * <p>Safe for use by several threads.
 */
public final class Account implements Closeable {
  private final Options options;
  private final AccountConnections connections;
  private volatile boolean isThere;
  private volatile boolean open = true;
  private Run unbound;
  private final Map<Class<?>, Object> state = new ConcurrentHashMap<>();

  /** An account with checked options; nothing is asked of the server before the first request. */
  public Account(Options options) {
    this.options = options;
    this.connections = new AccountConnections(options);
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

  /** Whether {@link #close()} was not called yet. */
  boolean isOpen() {
    return open;
  }

  /** Sends a request of a run over the account's own connections. */
  CloseableHttpResponse send(HttpHost host, ClassicHttpRequest request, Run run)
      throws IOException {
    return connections.send(host, request, run.credit());
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
    return connections.ask(request, answer);
  }

  /** Breaks off all requests under way and frees the connections. */
  @Override
  public void close() {
    open = false;
    connections.close();
  }

  @Override
  public String toString() {
    return options.origin();
  }
}
