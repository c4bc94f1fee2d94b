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
 * Signs an account in with user name and password. Sends them with the first request, and never
 * again in a run ({@link Credit}) that saw them refused, because servers lock accounts after
 * repeated failures.
 */
final class SignIn {
  /** Google and others display app passwords with blanks that do not belong to them. */
  private static final Pattern IN_GROUPS =
      Pattern.compile("\\p{Alpha}{4}(?:[ \u00a0]+\\p{Alpha}{4}){3}");

  private static final Pattern BLANKS = Pattern.compile("[ \u00a0]+");

  private final String username;
  private final KeptSchemes schemes = new KeptSchemes();
  private final ReentrantLock first = new ReentrantLock();
  private volatile String password;

  /** Creates a sign-in; without one if the password is null. */
  SignIn(String username, Secret password) {
    this.username = username;
    this.password = password == null ? null : password.reveal();
  }

  /**
   * Credentials for the scheme. None for Basic if the user name contains a colon, which Basic
   * cannot transmit.
   */
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
   * Gives a request the known schemes of the hosts. A host that may receive the credentials gets
   * them at once, because some servers answer 401 without naming a scheme.
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

  /** Creates a context for one request. */
  interface Contexts {
    HttpClientContext of(HttpHost host);
  }

  /**
   * Sends a request that may carry the credentials. Until they are accepted, requests are sent one
   * at a time.
   *
   * @param credit the state of the credentials in the run of the request
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
        response.close(); // a restarted server does not know its nonces
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
            "option 'username' contains a colon, but "
                + host.getHostName()
                + " requires Basic authentication, which does not allow one";
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
