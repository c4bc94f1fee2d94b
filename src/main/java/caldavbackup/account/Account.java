package caldavbackup.account;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
  private final Reach reach;
  private final RunEnd runEnd = new RunEnd();
  private volatile boolean open = true;
  private final Map<Class<?>, Object> state = new ConcurrentHashMap<>();

  /** An account with checked options; nothing is asked of the server before the first request. */
  public Account(Options options) {
    this.options = options;
    this.connections = new AccountConnections(options);
    this.reach = new Reach(options.ioTimeout(), System::nanoTime);
  }

  /** Does ahead what the first request would have to wait for, and asks nobody anything. */
  public void prepare() {
    connections.prepare();
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
   * A run begins: what ended the one before, a refused password or a server that was gone, may be
   * mended since.
   */
  public void begin() {
    runEnd.begin();
    connections.signIn().begin();
  }

  /** Whether this run is over for the account. */
  RunEnd runEnd() {
    return runEnd;
  }

  /** The server answered a request with this status. */
  void answered(String method, String url, int status) {
    reach.answered();
    runEnd.answered(method, url, status);
  }

  /** Whether the server can be reached. */
  Reach reach() {
    return reach;
  }

  /** Whether {@link #close()} was not called yet. */
  boolean isOpen() {
    return open;
  }

  /** Sends a request over the account's own connections. */
  CloseableHttpResponse send(HttpHost host, ClassicHttpRequest request) throws IOException {
    return connections.send(host, request);
  }

  /** The sign-in with user name and password. */
  SignIn signIn() {
    return connections.signIn();
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
