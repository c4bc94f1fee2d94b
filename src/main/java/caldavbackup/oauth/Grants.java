package caldavbackup.oauth;

import caldavbackup.http.Account;
import caldavbackup.options.OauthOptions;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Every OAuth 2.0 grant that needs no user interaction, as a run uses them. */
final class Grants {
  /** Servers, Google's among them, refuse assertions whose times differ by more. */
  private static final Duration MAX_SKEW = Duration.ofSeconds(30);

  private final Oauth2SignIn signIn;
  private final TokenEndpoint endpoint;
  private Endpoints endpoints;

  Grants(Oauth2SignIn signIn, Account account) {
    this.signIn = signIn;
    this.endpoint = new TokenEndpoint(signIn, account);
  }

  /** Returns the server's addresses. They are requested once. */
  synchronized Endpoints endpoints() throws Failure {
    if (endpoints == null) {
      endpoints = Endpoints.of(signIn, endpoint);
    }
    return endpoints;
  }

  TokenEndpoint endpoint() {
    return endpoint;
  }

  /** Requests a token for a refresh token (RFC 6749, section 6). */
  TokenAnswer refresh(Secret token, Secret clientSecret) throws Failure, Refusal {
    return trade(new RefreshTokenGrant(new RefreshToken(token.reveal())), clientSecret, null);
  }

  /** Requests a token for the client itself (RFC 6749, section 4.4). */
  TokenAnswer clientCredentials(Secret clientSecret) throws Failure, Refusal {
    if (clientSecret == null) {
      throw Failure.option("option 'client_secret' is missing: grant=client_credentials needs it");
    }
    return trade(new ClientCredentialsGrant(), clientSecret, signIn.scope());
  }

  /**
   * Requests a token for a service account (RFC 7523). If the server refuses the assertion and its
   * clock differs from the local clock, a second assertion uses the server's time.
   */
  TokenAnswer serviceAccount() throws Failure, Refusal {
    OauthOptions oauth = signIn.oauth();
    ServiceAccount account = ServiceAccount.read(oauth.serviceAccount());
    URI url = URI.create(signIn.tokenUrl() == null ? account.tokenUrl() : signIn.tokenUrl());
    String subject = oauth.subject() != null ? oauth.subject() : signIn.options().username();
    Instant now = Instant.now();
    try {
      return endpoint.trade(
          url, null, null, account.grant(url, subject, signIn.scope(), now), null);
    } catch (Refusal e) {
      Instant theirs = time(e.date());
      if (!e.isGrant()
          || theirs == null
          || Duration.between(now, theirs).abs().compareTo(MAX_SKEW) < 0) {
        throw e;
      }
      return endpoint.trade(
          url, null, null, account.grant(url, subject, signIn.scope(), theirs), null);
    }
  }

  TokenAnswer trade(AuthorizationGrant grant, Secret clientSecret, String scope)
      throws Failure, Refusal {
    Endpoints at = endpoints();
    return endpoint.trade(at.token(), at.authentication(), clientSecret, grant, scope);
  }

  private static Instant time(String date) {
    try {
      return date == null
          ? null
          : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
