package caldavbackup.oauth;

import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.RetryAfter;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.minidev.json.JSONObject;

/** Sends requests to an authorization server, and turns its refusals into one sentence. */
final class TokenEndpoint {
  /** The server is busy, or restarts. */
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

  private static final int MAX_TRIES = 4;
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final Oauth2SignIn signIn;
  private final AccountSender sender;

  TokenEndpoint(Oauth2SignIn signIn, Account account) {
    this.signIn = signIn;
    this.sender = new AccountSender(account);
  }

  /**
   * Trades a grant for a token.
   *
   * @param url the token endpoint
   * @param method how a client with a secret authenticates
   * @param secret the client's secret, or null
   * @param scope the scope to request, or null
   * @throws Refusal when the server answers with an OAuth2 error
   * @throws Failure when the answer is invalid
   */
  TokenAnswer trade(URI url, String method, Secret secret, AuthorizationGrant grant, String scope)
      throws Failure, Refusal {
    ClientAuthentication client = client(method, secret);
    TokenRequest.Builder builder =
        client != null
            ? new TokenRequest.Builder(url, client, grant)
            : signIn.oauth().clientId() == null
                ? new TokenRequest.Builder(url, grant)
                : new TokenRequest.Builder(url, new ClientID(signIn.oauth().clientId()), grant);
    if (scope != null) {
      builder.scope(Scope.parse(scope));
    }
    Set<String> secrets = new HashSet<>();
    grant.toParameters().forEach((name, values) -> secrets.addAll(values));
    secrets.remove(grant.getType().getValue());
    if (secret != null) {
      secrets.add(secret.reveal());
    }
    HTTPResponse response = send(builder.build().toHTTPRequest());
    JSONObject json = json(response, secrets);
    json.putIfAbsent("token_type", "Bearer"); // some servers leave out the only type there is
    try {
      AccessTokenResponse answer = AccessTokenResponse.parse(json);
      if (answer.getTokens().getBearerAccessToken() == null) {
        throw notUnderstood(response, "a token of another kind than bearer", secrets);
      }
      long life = answer.getTokens().getBearerAccessToken().getLifetime();
      return new TokenAnswer(
          new Secret(answer.getTokens().getBearerAccessToken().getValue()),
          life <= 0 ? null : Duration.ofSeconds(life),
          answer.getTokens().getRefreshToken() == null
              ? null
              : new Secret(answer.getTokens().getRefreshToken().getValue()));
    } catch (ParseException e) {
      throw notUnderstood(response, "no token (" + e.getMessage() + ")", secrets);
    }
  }

  ClientAuthentication client(String method, Secret secret) {
    if (secret == null || signIn.oauth().clientId() == null) {
      return null;
    }
    ClientID id = new ClientID(signIn.oauth().clientId());
    var text = new com.nimbusds.oauth2.sdk.auth.Secret(secret.reveal());
    return "client_secret_basic".equals(method)
        ? new ClientSecretBasic(id, text)
        : new ClientSecretPost(id, text);
  }

  /** Returns the JSON object of an answer. Throws an error in it, whatever the status. */
  JSONObject json(HTTPResponse response, Set<String> secrets) throws Failure, Refusal {
    JSONObject json = null;
    try {
      json = JSONObjectUtils.parse(response.getBody());
    } catch (ParseException | RuntimeException e) {
      // not JSON: reported below
    }
    if (json != null && json.get("error") != null) {
      throw new Refusal(error(json), response, secrets);
    }
    if (json == null || !response.indicatesSuccess()) {
      Map<String, Object> challenge = challenge(response);
      if (challenge != null) {
        throw new Refusal(error(challenge), response, secrets);
      }
      throw notUnderstood(response, "something else", secrets);
    }
    return json;
  }

  /**
   * Returns the error in the challenge of a 401 (RFC 6750, section 3). Some servers report it only
   * there.
   */
  private static Map<String, Object> challenge(HTTPResponse response) {
    String header = response.getWWWAuthenticate();
    if (header == null || !header.contains("error=")) {
      return null;
    }
    String code = header.replaceAll("(?s).*\\berror=\"?([^\",\\s]+).*", "$1");
    String text =
        header.contains("error_description=\"")
            ? header.replaceAll("(?s).*error_description=\"([^\"]*)\".*", "$1")
            : "";
    return Map.of("error", code, "error_description", text);
  }

  /** Some servers send an object where the RFC requires a string. */
  private static ErrorObject error(Map<String, Object> json) {
    Object error = json.get("error");
    Object text = json.get("error_description");
    if (error instanceof Map<?, ?> nested) {
      Object code = nested.get("status") != null ? nested.get("status") : nested.get("code");
      return new ErrorObject(String.valueOf(code), string(nested.get("message")));
    }
    return new ErrorObject(String.valueOf(error), string(text));
  }

  private static String string(Object text) {
    return text == null || text.toString().isBlank() ? null : text.toString();
  }

  /** Sends a request. Sends it again when the server is busy. */
  HTTPResponse send(HTTPRequest request) throws Failure {
    String host = Hrefs.host(request.getURI().toString());
    for (int tries = 1; ; tries++) {
      Duration wait = Duration.ofMillis(500L << (tries - 1));
      try {
        HTTPResponse response = sender.send(request);
        if (!BUSY.contains(response.getStatusCode()) || tries == MAX_TRIES) {
          return response;
        }
        Duration asked = RetryAfter.of(response.getHeaderValue("Retry-After"), MAX_WAIT);
        wait = asked == null ? wait : asked;
      } catch (ConnectException e) { // nothing was sent
        if (tries == MAX_TRIES) {
          throw unreachable(host, e);
        }
      } catch (IOException e) {
        throw unreachable(host, e);
      }
      try {
        Thread.sleep(wait.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure(Failure.Kind.CANCELLED, "interrupted while " + host + " was busy");
      }
    }
  }

  private static Failure unreachable(String host, IOException e) {
    Failure failure = Failures.of(e);
    return new Failure(
        failure.kind() == Failure.Kind.INTERNAL ? Failure.Kind.SERVER : failure.kind(),
        "no token from " + host + ": " + failure.getMessage(),
        e);
  }

  private static Failure notUnderstood(HTTPResponse response, String what, Set<String> secrets) {
    return new Failure(
        Failure.Kind.SERVER,
        "the token server answered with " + what + Refusal.words(response, secrets));
  }
}
