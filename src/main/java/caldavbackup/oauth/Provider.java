package caldavbackup.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * One provider: an entry of {@code providers.json}. In its addresses, {@code {host}} stands for the
 * location's host. In its location, {@code {username}} stands for the user name.
 *
 * @param title the common name
 * @param authorizeUrl where the user signs in
 * @param tokenUrl the token endpoint
 * @param deviceUrl where a login without a browser starts (RFC 8628)
 * @param issuer the issuer whose metadata has these addresses (RFC 8414)
 * @param scope the scope to request
 * @param authorizeParameters further parameters of the sign-in page
 * @param clientAuthentication how a client with a secret authenticates (RFC 6749, section 2.3.1)
 * @param redirect the registered loopback address; without a port, any port works (RFC 8252)
 * @param grants the grants that the provider supports; empty if it accepts only passwords
 * @param password false if the provider accepts no password, not even an app password
 * @param location where the calendars are, for an account without a location
 * @param home how to find the calendar home
 * @param note peculiarities, and what the user must do first
 * @param sources the source of each of these facts
 */
record Provider(
    String title,
    @JsonProperty("authorize_url") String authorizeUrl,
    @JsonProperty("token_url") String tokenUrl,
    @JsonProperty("device_url") String deviceUrl,
    String issuer,
    String scope,
    @JsonProperty("authorize_parameters") Map<String, String> authorizeParameters,
    @JsonProperty("client_authentication") String clientAuthentication,
    String redirect,
    List<String> grants,
    Boolean password,
    String location,
    String home,
    String note,
    Map<String, String> sources) {

  Provider {
    note = note == null ? "" : note;
    authorizeParameters = authorizeParameters == null ? Map.of() : Map.copyOf(authorizeParameters);
    sources = sources == null ? Map.of() : Map.copyOf(sources);
  }

  /**
   * Returns whether the provider supports OAuth2. An entry that the user wrote need not list its
   * grants.
   */
  boolean hasOauth2() {
    return grants == null || !grants.isEmpty();
  }
}
