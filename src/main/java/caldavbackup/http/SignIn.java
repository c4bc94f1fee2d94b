package caldavbackup.http;

import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.Locale;
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
 * again in a run ({@link Credit}) that saw them refused, for servers lock accounts that are tried
 * too often.
 */
final class SignIn {
  /** Google and others show app passwords with blanks that are no part of them. */
  private static final Pattern IN_GROUPS =
      Pattern.compile("\\p{Alpha}{4}(?:[ \u00a0]+\\p{Alpha}{4}){3}");

  private static final Pattern BLANKS = Pattern.compile("[ \u00a0]+");

  private final String username;
  private final KeptSchemes schemes = new KeptSchemes();
  private final ReentrantLock first = new ReentrantLock();
  private volatile String password;

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
   * @param credit what became of them in the run that the request is part of
   * @throws Failure when they were refused before
   */
  CloseableHttpResponse send(
      CloseableHttpClient client,
      HttpHost host,
      ClassicHttpRequest request,
      Contexts contexts,
      Credit credit)
      throws IOException {
    if (password == null) {
      return client.execute(host, request, contexts.of(host));
    }
    boolean alone = !credit.isAccepted();
    if (alone) {
      first.lock();
    }
    try {
      credit.require();
      CloseableHttpResponse response = once(client, host, request, contexts);
      if (response.getCode() == 401 && schemes.forgetDigest(host) && isRepeatable(request)) {
        response.close(); // a server that was started anew does not know its nonces
        response = once(client, host, request, contexts);
      }
      if (response.getCode() == 401
          && !credit.isAccepted()
          && mayHaveBlanksTooMany()
          && isRepeatable(request)) {
        response.close();
        password = BLANKS.matcher(password).replaceAll("");
        schemes.clear();
        response = once(client, host, request, contexts);
      }
      note(response, host, credit);
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
    schemes.next(host, NextNonce.of(context));
    return response;
  }

  private static boolean isRepeatable(ClassicHttpRequest request) {
    return request.getEntity() == null || request.getEntity().isRepeatable();
  }

  private boolean mayHaveBlanksTooMany() {
    return IN_GROUPS.matcher(password).matches();
  }

  private void note(CloseableHttpResponse response, HttpHost host, Credit credit)
      throws IOException {
    if (response.getCode() / 100 == 2) {
      credit.accept();
    } else if (response.getCode() == 401) {
      if (hasColon() && wantsBasic(response)) {
        response.close();
        String refusal =
            "option 'username' has a colon, and "
                + host.getHostName()
                + " wants Basic authentication, where a user name cannot have one";
        credit.refuse(refusal);
        throw new Failure(Failure.Kind.SIGN_IN, refusal);
      }
      if (credit.isSpentBy401()) {
        credit.refuse(
            host.getHostName() + " does not accept user " + username + " with this password (401)");
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
}
