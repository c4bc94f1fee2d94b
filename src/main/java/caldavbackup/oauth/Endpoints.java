package caldavbackup.oauth;

import caldavbackup.options.OauthOptions;
import caldavbackup.text.Failure;
import com.nimbusds.oauth2.sdk.AbstractConfigurationRequest;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerConfigurationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import java.net.URI;
import java.util.List;

/**
 * The addresses of an authorization server. They come from the user's options, the provider table
 * or the server's metadata (RFC 8414).
 *
 * @param authorize where the user signs in; null when unknown
 * @param token the token endpoint
 * @param device where a login without a browser starts; null when unknown
 * @param authentication how a client with a secret authenticates
 */
record Endpoints(URI authorize, URI token, URI device, String authentication) {

  /**
   * Finds the addresses. Requests the issuer's metadata only if the options and the table lack an
   * address.
   */
  static Endpoints of(Oauth2SignIn signIn, TokenEndpoint endpoint) throws Failure {
    URI token = uri(signIn.tokenUrl());
    URI authorize = uri(signIn.authorizeUrl());
    URI device = uri(signIn.deviceUrl());
    String method = signIn.provider().clientAuthentication();
    if (token != null || signIn.issuer() == null) {
      return new Endpoints(
          authorize, token, device, method == null ? "client_secret_basic" : method);
    }
    AuthorizationServerMetadata told = metadata(signIn, endpoint);
    return new Endpoints(
        authorize != null ? authorize : told.getAuthorizationEndpointURI(),
        told.getTokenEndpointURI(),
        device != null ? device : told.getDeviceAuthorizationEndpointURI(),
        method != null ? method : method(told));
  }

  private static String method(AuthorizationServerMetadata told) {
    List<ClientAuthenticationMethod> methods = told.getTokenEndpointAuthMethods();
    boolean basic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return basic ? "client_secret_basic" : "client_secret_post";
  }

  /** OpenID Connect's older name for the same document is as common as the RFC's. */
  private static AuthorizationServerMetadata metadata(Oauth2SignIn signIn, TokenEndpoint endpoint)
      throws Failure {
    Issuer issuer = new Issuer(signIn.issuer());
    String why = null;
    for (AbstractConfigurationRequest request :
        List.of(
            new AuthorizationServerConfigurationRequest(issuer),
            new OIDCProviderConfigurationRequest(issuer))) {
      HTTPResponse response = endpoint.send(request.toHTTPRequest());
      try {
        response.ensureStatusCode(200);
        AuthorizationServerMetadata told = AuthorizationServerMetadata.parse(response.getBody());
        if (!told.getIssuer().equals(issuer)) {
          why = "it is the metadata of " + told.getIssuer();
        } else if (told.getTokenEndpointURI() == null) {
          why = "it names no token endpoint";
        } else if (!OauthOptions.isSafe(told.getTokenEndpointURI().toString())) {
          why = "its token endpoint is not https";
        } else {
          return told;
        }
      } catch (ParseException e) {
        why = why == null ? e.getMessage() : why;
      }
    }
    throw new Failure(
        Failure.Kind.SERVER,
        "option 'issuer': " + issuer + " has no usable metadata (RFC 8414): " + why);
  }

  private static URI uri(String url) throws Failure {
    try {
      return url == null ? null : URI.create(url);
    } catch (IllegalArgumentException e) {
      throw Failure.option("not an address: " + url);
    }
  }
}
