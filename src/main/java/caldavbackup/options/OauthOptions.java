package caldavbackup.options;

import caldavbackup.text.Failure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The options for sign-in by OAuth 2.0 or with a bearer token. A component is null when the option
 * is not given.
 *
 * @param name the name of the provider
 * @param clientId the client identifier that the provider issued
 * @param clientSecret the secret of the client
 * @param scope the scope to request
 * @param refreshToken a refresh token to start with
 * @param authorizeUrl the authorization endpoint
 * @param tokenUrl the token endpoint
 * @param deviceUrl the device authorization endpoint (RFC 8628)
 * @param issuer the issuer whose metadata names these endpoints (RFC 8414)
 * @param token a bearer token, sent unchanged
 * @param tokenCommand a command that prints a bearer token
 * @param tokenFile the file that stores the tokens
 * @param serviceAccount the key file of a service account
 * @param subject the user that a service account acts for
 * @param grant the grant that obtains tokens
 */
public record OauthOptions(
    String name,
    String clientId,
    Secret clientSecret,
    String scope,
    Secret refreshToken,
    String authorizeUrl,
    String tokenUrl,
    String deviceUrl,
    String issuer,
    Secret token,
    String tokenCommand,
    Path tokenFile,
    Path serviceAccount,
    String subject,
    Grant grant) {

  /** The grants that obtain tokens. */
  public enum Grant {
    /**
     * The user signs in with a browser on this machine, or pastes the result from a browser
     * elsewhere.
     */
    BROWSER,
    /** The user enters a code in a browser on any machine (RFC 8628). */
    DEVICE,
    /** The client acts for itself. */
    CLIENT_CREDENTIALS
  }

  /** The options, except secrets, that a command for a signed-in account repeats. */
  static final List<Option> TOLD =
      List.of(
          Option.USERNAME,
          Option.NAME,
          Option.CLIENT_ID,
          Option.SERVICE_SCOPE,
          Option.AUTHORIZE_URL,
          Option.TOKEN_URL,
          Option.DEVICE_URL,
          Option.ISSUER,
          Option.TOKEN_FILE,
          Option.TLS_CA_FILE,
          Option.TLS_NO_VERIFY);

  /** The options that imply sign-in without a password. */
  static final List<Option> INSTEAD_OF_PASSWORD =
      List.of(
          Option.CLIENT_ID,
          Option.CLIENT_SECRET,
          Option.SERVICE_SCOPE,
          Option.REFRESH_TOKEN,
          Option.AUTHORIZE_URL,
          Option.TOKEN_URL,
          Option.DEVICE_URL,
          Option.ISSUER,
          Option.TOKEN,
          Option.TOKEN_COMMAND,
          Option.TOKEN_FILE,
          Option.SERVICE_ACCOUNT,
          Option.SUBJECT,
          Option.GRANT);

  /** Secrets are sent to these addresses, so the connection must be encrypted or local. */
  private static final Pattern SAFE =
      Pattern.compile("(?:https://|http://(?:localhost|127\\.0\\.0\\.1|\\[::1\\])(?=[:/]|$))\\S*");

  /**
   * The options of a sign-in without a password; null when none is given, or only a provider's name
   * with a password.
   */
  static OauthOptions read(Map<Option, String> given, boolean password) throws Failure {
    for (Option option : INSTEAD_OF_PASSWORD) {
      requireValue(option, given.get(option));
    }
    requireValue(Option.NAME, given.get(Option.NAME));
    if (password
        || !given.containsKey(Option.NAME)
            && INSTEAD_OF_PASSWORD.stream().noneMatch(given::containsKey)) {
      return null;
    }
    return new OauthOptions(
        given.get(Option.NAME),
        given.get(Option.CLIENT_ID),
        secret(given.get(Option.CLIENT_SECRET)),
        given.get(Option.SERVICE_SCOPE),
        secret(given.get(Option.REFRESH_TOKEN)),
        url(given, Option.AUTHORIZE_URL),
        url(given, Option.TOKEN_URL),
        url(given, Option.DEVICE_URL),
        url(given, Option.ISSUER),
        secret(given.get(Option.TOKEN)),
        given.get(Option.TOKEN_COMMAND),
        path(given, Option.TOKEN_FILE),
        path(given, Option.SERVICE_ACCOUNT),
        given.get(Option.SUBJECT),
        grant(given.get(Option.GRANT)));
  }

  /** Returns whether secrets may be sent to this address: it uses HTTPS, or is on this machine. */
  public static boolean isSafe(String url) {
    return SAFE.matcher(url).matches();
  }

  private static void requireValue(Option option, String value) throws Failure {
    if (value != null && value.isBlank()) {
      throw Failure.option("option '" + option.key() + "' is empty");
    }
  }

  private static Secret secret(String text) {
    return text == null ? null : new Secret(text);
  }

  private static Path path(Map<Option, String> given, Option option) throws Failure {
    try {
      return given.containsKey(option) ? Path.of(given.get(option)) : null;
    } catch (InvalidPathException e) {
      throw Failure.option("option '" + option.key() + "' is not a valid file name");
    }
  }

  private static String url(Map<Option, String> given, Option option) throws Failure {
    String url = given.get(option);
    if (url != null && !isSafe(url)) {
      throw Failure.option(
          "option '" + option.key() + "' must be an address that begins with https://, not " + url);
    }
    return url;
  }

  private static Grant grant(String text) throws Failure {
    for (Grant grant : Grant.values()) {
      if (text == null || text.equals(grant.name().toLowerCase(Locale.ROOT))) {
        return text == null ? null : grant;
      }
    }
    throw Failure.option(
        "option 'grant' must be browser, device or client_credentials, not '" + text + "'");
  }
}
