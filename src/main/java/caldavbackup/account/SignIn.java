package caldavbackup.account;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;

/**
 * An account's sign-in with user name and password: shows them with the first request, and never
 * again once they were refused, for servers lock accounts that are tried too often.
 */
final class SignIn {
  /**
   * A server that accepted the password may answer 401 for what is not the user's; one that does so
   * again and again does not accept it any more.
   */
  private static final int MOST_REFUSALS = 3;

  /** Google and others show app passwords with blanks that are no part of them. */
  private static final Pattern IN_GROUPS =
      Pattern.compile("\\p{Alpha}{4}(?:[ \u00a0]+\\p{Alpha}{4}){3}");

  private static final Pattern BLANKS = Pattern.compile("[ \u00a0]+");

  private final String username;
  private final KeptSchemes schemes = new KeptSchemes();
  private final ReentrantLock first = new ReentrantLock();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile String password;
  private volatile boolean accepted;
  private volatile String refusal;

  /** For a user, or for nobody when the password is null. */
  SignIn(String username, Secret password) {
    this.username = username;
    this.password = password == null ? null : password.reveal();
  }

  /** Credentials for the scheme; none for Basic when its user name would end at a colon in it. */
  Credentials credentials(AuthScope scope) {
    boolean basic = StandardAuthScheme.BASIC.equalsIgnoreCase(scope.getSchemeName());
    return password == null || basic && hasColon() ? null : credentials();
  }

  private UsernamePasswordCredentials credentials() {
    return new UsernamePasswordCredentials(username, password.toCharArray());
  }

  private boolean hasColon() {
    return username.indexOf(':') >= 0;
  }

  /**
   * Gives a request what was learnt of the hosts. One that may see the credentials is shown them at
   * once: some servers answer 401 without saying which scheme they want.
   */
  void prepare(HttpHost host, boolean mayHaveCredentials, HttpClientContext context) {
    context.setAuthCache(schemes);
    if (password != null
        && mayHaveCredentials
        && !hasColon()
        && schemes.get(host) == null
        && !schemes.wantsDigest(host)) {
      KeptSchemes.KeptBasic scheme = new KeptSchemes.KeptBasic();
      scheme.initPreemptive(credentials());
      schemes.put(host, scheme);
    }
  }

  /** Makes a context for one request. */
  interface Contexts {
    HttpClientContext of(HttpHost host);
  }

  /**
   * Sends a request that may carry the credentials. Until they were accepted, one at a time.
   *
   * @throws Failure when they were refused before
   */
  CloseableHttpResponse send(
      CloseableHttpClient client, HttpHost host, ClassicHttpRequest request, Contexts contexts)
      throws IOException {
    if (password == null) {
      return client.execute(host, request, contexts.of(host));
    }
    boolean alone = !accepted;
    if (alone) {
      first.lock();
    }
    try {
      require();
      CloseableHttpResponse response = once(client, host, request, contexts);
      if (response.getCode() == 401 && schemes.forgetDigest(host) && isRepeatable(request)) {
        response.close(); // a server that was started anew does not know its nonces
        response = once(client, host, request, contexts);
      }
      if (response.getCode() == 401 && mayHaveBlanksTooMany() && isRepeatable(request)) {
        response.close();
        password = BLANKS.matcher(password).replaceAll("");
        schemes.clear();
        response = once(client, host, request, contexts);
      }
      note(response, host);
      return response;
    } finally {
      if (alone) {
        first.unlock();
      }
    }
  }

  private CloseableHttpResponse once(
      CloseableHttpClient client, HttpHost host, ClassicHttpRequest request, Contexts contexts)
      throws IOException {
    HttpClientContext context = contexts.of(host);
    CloseableHttpResponse response = client.execute(host, request, context);
    schemes.next(host, context.getNextNonce());
    return response;
  }

  private static boolean isRepeatable(ClassicHttpRequest request) {
    return request.getEntity() == null || request.getEntity().isRepeatable();
  }

  private boolean mayHaveBlanksTooMany() {
    return !accepted && IN_GROUPS.matcher(password).matches();
  }

  private void note(CloseableHttpResponse response, HttpHost host) throws IOException {
    if (response.getCode() / 100 == 2) {
      accepted = true;
      refusals.set(0);
    } else if (response.getCode() == 401) {
      if (hasColon() && wantsBasic(response)) {
        response.close();
        refusal =
            "option 'username' has a colon, and "
                + host.getHostName()
                + " wants Basic authentication, where a user name cannot have one";
        throw new Failure(Failure.Kind.SIGN_IN, refusal);
      }
      if (!accepted || refusals.incrementAndGet() >= MOST_REFUSALS) {
        refusal =
            host.getHostName() + " does not accept user " + username + " with this password (401)";
      }
    }
  }

  private static boolean wantsBasic(CloseableHttpResponse response) {
    boolean basic = false;
    for (Header challenge : response.getHeaders("WWW-Authenticate")) {
      String said = challenge.getValue().toLowerCase(Locale.ROOT);
      if (said.contains("digest ")) {
        return false;
      }
      basic |= said.startsWith("basic") || said.contains(", basic ");
    }
    return basic;
  }

  /** A run begins: credentials that were refused in the one before are shown once more. */
  void begin() {
    refusal = null;
    refusals.set(0);
    accepted = false;
  }

  /** Whether the credentials are not shown any more in this run. */
  boolean isRefused() {
    return refusal != null;
  }

  /** What was said of the credentials, in full; every later request is told the same. */
  void refused(Failure said) {
    if (refusal != null) {
      refusal = said.getMessage();
    }
  }

  private void require() throws Failure {
    if (refusal != null) {
      throw new Failure(Failure.Kind.SIGN_IN, refusal, null, 401);
    }
  }
}
