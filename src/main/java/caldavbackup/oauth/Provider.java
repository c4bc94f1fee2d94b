package caldavbackup.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What is known of one provider: an entry of {@code providers.json}. In its addresses {@code
 * {host}} stands for the location's host, in its location {@code {username}} for the user.
 *
 * @param title how people call it
 * @param authorizeUrl where the user signs in
 * @param tokenUrl where tokens come from
 * @param deviceUrl where a login without browser begins (RFC 8628)
 * @param issuer who tells these addresses itself (RFC 8414)
 * @param scope what to ask for
 * @param authorizeParameters what else the sign-in page wants to be told
 * @param clientAuthentication how a client with a secret says so (RFC 6749, section 2.3.1)
 * @param redirect the loopback address that is registered; without a port any is used (RFC 8252)
 * @param grants which ways to a token there are; none where only a password is taken
 * @param password false where no password is taken, not even an app password
 * @param location where the calendars are, for an account that does not say
 * @param home how the calendar home is found
 * @param note what is odd, and what the user has to do first
 * @param sources where each of these facts comes from
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

  /** Whether it takes OAuth2 at all; what a user wrote himself need not say so. */
  boolean hasOauth2() {
    return grants == null || !grants.isEmpty();
  }
}
