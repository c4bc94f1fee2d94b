package caldavbackup.http;

import caldavbackup.options.Options;
import caldavbackup.options.Proxies;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.MultistatusReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.cookie.RFC6265CookieSpecFactory;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections of an account: pool, time-outs, TLS, cookies, and the credentials with the hosts
 * that may receive them.
 */
final class AccountConnections {
  /** In addition to the objects in transfer: a listing and two requests that read ahead. */
  private static final int MORE_CONNECTIONS = 3;

  /** Other schemes are excluded: Kerberos and NTLM would send the identity of the system's user. */
  private static final Lookup<AuthSchemeFactory> SCHEMES =
      RegistryBuilder.<AuthSchemeFactory>create()
          .register(StandardAuthScheme.BASIC, context -> new KeptSchemes.KeptBasic())
          .register(StandardAuthScheme.DIGEST, context -> new KeptSchemes.KeptDigest())
          .build();

  private static final byte[] NO_ANSWER =
      "<multistatus xmlns=\"DAV:\"/>".getBytes(StandardCharsets.UTF_8);

  private final Options options;
  private final CredentialsProvider credentials;
  private final SignIn signIn;
  private final AccountTls tls;
  private final Map<String, CookieStore> cookies = new ConcurrentHashMap<>();
  private CloseableHttpClient client;
  private PoolingHttpClientConnectionManager pool;
  private boolean closed;
  private int users;
  private long lastUse = System.nanoTime();

  AccountConnections(Options options) {
    this.options = options;
    this.signIn = new SignIn(options.username(), options.password());
    this.tls = new AccountTls(options);
    this.credentials = (scope, context) -> credentials(scope);
  }

  /** The client, created for the first request. Checking options needs none. */
  synchronized CloseableHttpClient client() throws Failure {
    if (closed) {
      throw closed();
    }
    if (client == null) {
      client = build();
    }
    return client;
  }

  /** The failure of a request after the account was closed. */
  static Failure closed() {
    return new Failure(Failure.Kind.CANCELLED, "the account was closed");
  }

  /** A request in progress. */
  interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /** Begins a request. Close the result when the request has been answered. */
  synchronized Use use() {
    users++;
    return () -> {
      synchronized (this) {
        users--;
        lastUse = System.nanoTime();
      }
    };
  }

  /** Restarts the idle time. */
  synchronized void touch() {
    lastUse = System.nanoTime();
  }

  /** Closes idle connections. Others can still be opened. */
  synchronized void closeUnused() {
    if (pool != null) {
      pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }
  }

  /**
   * Closes all connections if none was in use for the given time. Others can still be opened.
   *
   * @param then an action to run in that case, before another request can begin
   */
  synchronized void closeIfIdle(long millis, Runnable then) {
    boolean isUsed = users > 0 || pool != null && pool.getTotalStats().getLeased() > 0;
    if (!isUsed && System.nanoTime() - lastUse >= TimeUnit.MILLISECONDS.toNanos(millis)) {
      closeUnused();
      then.run();
    }
  }

  /** Does in advance what the first request would have to wait for, mainly class loading. */
  void prepare() {
    PublicSuffixMatcherLoader.getDefault(); // loads the long list of public suffixes, for cookies
    tls.prepare();
    try {
      client();
      new RFC6265CookieSpecFactory().create(null); // loads the time zones of its dates
      InetAddress.getLoopbackAddress();
      MultistatusReader.all(new ByteArrayInputStream(NO_ANSWER), "nothing");
    } catch (IOException e) {
      // the first request reports it
    }
  }

  /** Aborts active requests. */
  synchronized void close() {
    closed = true;
    if (client != null) {
      client.close(CloseMode.IMMEDIATE);
    }
  }

  private CloseableHttpClient build() {
    Timeout silence = Timeout.of(options.ioTimeout());
    Timeout connect = Timeout.ofMilliseconds(Math.min(30_000, options.ioTimeout().toMillis()));
    int connections = options.concurrency() + MORE_CONNECTIONS;
    StaleConnections stale = new StaleConnections(connections);
    pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(connections)
            .setMaxConnTotal(connections)
            .setTlsSocketStrategy(tls)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .responseParserFactory(new AnswerParsers())
                    .build())
            .setSocketConfigResolver(this::socket)
            .setDnsResolver(new Names())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setSocketTimeout(silence)
                    .setConnectTimeout(connect)
                    .build())
            .build();
    return NextNonce.read(HttpClients.custom())
        .setConnectionManager(pool)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(silence)
                .setConnectionRequestTimeout(
                    Timeout.ofDays(1)) // this is the wait in our own queue, not for the server
                .build())
        .setRoutePlanner(
            new DefaultRoutePlanner(null) {
              @Override
              protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                Proxies.Proxy proxy = proxy(target);
                return proxy == null || proxy.isSocks()
                    ? null
                    : new HttpHost("http", proxy.host(), proxy.port());
              }
            })
        .disableRedirectHandling() // the route follows them and keeps method and body
        .setRetryStrategy(stale)
        .setConnectionReuseStrategy(stale)
        .disableContentCompression() // compressed answers come with other ETags
        .setDefaultAuthSchemeRegistry(SCHEMES)
        .setUserAgent("caldav-backup")
        .build();
  }

  private SocketConfig socket(HttpRoute route) {
    Proxies.Proxy proxy = proxy(route.getTargetHost());
    SocketConfig.Builder socket =
        SocketConfig.custom().setSoTimeout(Timeout.of(options.ioTimeout()));
    if (proxy != null && proxy.isSocks()) {
      socket.setSocksProxyAddress(new InetSocketAddress(proxy.host(), proxy.port()));
    }
    return socket.build();
  }

  /** Leaves name resolution to SOCKS proxies of type {@code socks5h}. */
  private final class Names extends SystemDefaultDnsResolver {
    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
      return isLookedUpByProxy("https", host) || isLookedUpByProxy("http", host)
          ? List.of(InetSocketAddress.createUnresolved(host, port))
          : super.resolve(host, port);
    }

    private boolean isLookedUpByProxy(String scheme, String host) {
      Proxies.Proxy proxy = options.proxies().of(scheme, host);
      return proxy != null && proxy.scheme().equals("socks5h");
    }
  }

  /** Sends a request, with credentials if the host may receive them. */
  CloseableHttpResponse send(HttpHost host, ClassicHttpRequest request, Credit credit)
      throws IOException {
    SocksSignIn.begin(proxy(host));
    try {
      return mayHaveCredentials(host.getSchemeName(), host.getHostName())
          ? signIn.send(client(), host, request, this::context, credit)
          : client().execute(host, request, context(host));
    } finally {
      SocksSignIn.end();
    }
  }

  /**
   * Sends a request to a server that must receive nothing of the account. A proxy receives its own
   * password.
   */
  <T> T ask(ClassicHttpRequest request, HttpClientResponseHandler<T> answer) throws IOException {
    HttpHost host = new HttpHost(request.getScheme(), request.getAuthority());
    HttpClientContext context = HttpClientContext.create();
    context.setCredentialsProvider((scope, unused) -> proxyCredentials(scope));
    context.setCookieStore(new BasicCookieStore());
    SocksSignIn.begin(proxy(host));
    try {
      return client().execute(null, request, context, answer);
    } finally {
      SocksSignIn.end();
    }
  }

  private Proxies.Proxy proxy(HttpHost host) {
    return options.proxies().of(host.getSchemeName(), host.getHostName());
  }

  /** A proxy receives its own password only, wherever it is. */
  private Credentials credentials(AuthScope scope) {
    boolean isProxy = options.proxies().at(scope.getHost(), scope.getPort()) != null;
    if (isProxy || !mayHaveCredentials(scope.getProtocol(), scope.getHost())) {
      return proxyCredentials(scope);
    }
    return signIn.credentials(scope);
  }

  private Credentials proxyCredentials(AuthScope scope) {
    Proxies.Proxy proxy = options.proxies().at(scope.getHost(), scope.getPort());
    return proxy == null || proxy.username() == null
        ? null
        : new UsernamePasswordCredentials(
            proxy.username(), proxy.password().reveal().toCharArray());
  }

  /**
   * A context for one request. Contexts share what was learnt about the sign-in of hosts. A cookie
   * is returned only to the host that set it, whatever domain it names.
   */
  private HttpClientContext context(HttpHost host) {
    HttpClientContext context = HttpClientContext.create();
    signIn.prepare(host, mayHaveCredentials(host.getSchemeName(), host.getHostName()), context);
    context.setCredentialsProvider(credentials);
    context.setCookieStore(
        cookies.computeIfAbsent(KeptSchemes.key(host), key -> new BasicCookieStore()));
    return context;
  }

  /**
   * Credentials stay within the registrable domain of the location (RFC 6764, section 8). If the
   * location is HTTPS, they are never sent in plain text.
   */
  boolean mayHaveCredentials(String scheme, String host) {
    URI home = options.location().http();
    return (home.getScheme().equals("http") || !"http".equalsIgnoreCase(scheme))
        && (host == null || Domains.together(host, options.location().host()));
  }
}
