package caldavbackup.oauth;

import caldavbackup.text.Failure;
import caldavbackup.text.Shortened;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import java.util.Map;

/** A sign-in with a browser: authorization code, PKCE and state (RFC 6749, RFC 7636, RFC 8252). */
public final class BrowserLogin {
  private static final int MAX_SHOWN = 100;

  private final UserLogin login;
  private final Oauth2SignIn signIn;
  private final URI redirect;
  private final URI url;
  private final State state = new State();
  private final CodeVerifier verifier = new CodeVerifier();

  BrowserLogin(UserLogin login, Oauth2SignIn signIn, Endpoints endpoints, URI redirect)
      throws Failure {
    if (endpoints.authorize() == null) {
      throw Failure.option(
          "option 'authorize_url' is missing: the sign-in page of " + signIn.provider().title());
    }
    this.login = login;
    this.signIn = signIn;
    this.redirect = redirect;
    this.url = url(endpoints.authorize());
  }

  private URI url(URI authorize) {
    AuthorizationRequest.Builder request =
        new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(signIn.oauth().clientId()))
            .endpointURI(authorize)
            .redirectionURI(redirect)
            .state(state)
            .codeChallenge(verifier, CodeChallengeMethod.S256);
    if (signIn.scope() != null) {
      request.scope(Scope.parse(signIn.scope()));
    }
    String user = signIn.options().username();
    for (Map.Entry<String, String> more : signIn.provider().authorizeParameters().entrySet()) {
      boolean isOfUser = more.getValue().contains("{username}");
      if (!isOfUser || user != null) {
        String value = isOfUser ? more.getValue().replace("{username}", user) : more.getValue();
        request.customParameter(more.getKey(), value);
      }
    }
    return request.build().toURI();
  }

  /** Returns the address that the user must open. */
  public URI url() {
    return url;
  }

  /** Returns whether this redirect address answers this sign-in. */
  public boolean isAnswer(URI redirected) {
    try {
      return state.equals(AuthorizationResponse.parse(redirected).getState());
    } catch (ParseException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Completes the sign-in: requests the tokens and stores them.
   *
   * @param redirected the address that the browser was redirected to
   * @throws Failure when the user or the provider refused
   */
  public void finish(URI redirected) throws Failure {
    try {
      AuthorizationResponse response = AuthorizationResponse.parse(redirected);
      if (!state.equals(response.getState())) {
        throw new Failure(
            Failure.Kind.SIGN_IN, "the address does not belong to this sign-in: start again");
      }
      if (response.getIssuer() != null
          && signIn.issuer() != null
          && !response.getIssuer().getValue().equals(signIn.issuer())) {
        throw new Failure(
            Failure.Kind.SIGN_IN, "the answer is from another server: " + response.getIssuer());
      }
      if (!response.indicatesSuccess()) {
        throw refused(response.toErrorResponse().getErrorObject());
      }
      login.finish(
          new AuthorizationCodeGrant(
              response.toSuccessResponse().getAuthorizationCode(), redirect, verifier));
    } catch (ParseException e) {
      throw new Failure(
          Failure.Kind.SIGN_IN, "the browser came back without a code: " + e.getMessage(), e);
    } catch (Refusal e) {
      throw e.isGrant()
          ? new Failure(
              Failure.Kind.SIGN_IN,
              signIn.provider().title() + " does not accept its own code: start again")
          : e.failure(signIn);
    }
  }

  private Failure refused(ErrorObject error) {
    String why =
        error == null
            ? "no reason given"
            : error.getDescription() == null
                ? error.getCode()
                : error.getCode() + ": " + error.getDescription();
    return new Failure(
        Failure.Kind.SIGN_IN,
        "the sign-in at "
            + signIn.provider().title()
            + " was refused ("
            + Shortened.to(MAX_SHOWN, why)
            + ")");
  }
}
