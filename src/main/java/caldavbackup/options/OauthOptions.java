package caldavbackup.options;

import caldavbackup.text.Failure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the user said of a sign-in by OAuth2 or with a bearer token; null where he said nothing.
 *
 * @param name the provider's name
 * @param clientId the client that the provider knows
 * @param clientSecret its secret
 * @param scope what to ask for
 * @param refreshToken a refresh token to begin with
 * @param authorizeUrl where the user signs in
 * @param tokenUrl where tokens come from
 * @param deviceUrl where a login without browser begins
 * @param issuer who tells these addresses (RFC 8414)
 * @param token a bearer token that is sent as it is
 * @param tokenCommand a command that prints one
 * @param tokenFile where tokens are kept
 * @param serviceAccount the key file of a service account
 * @param subject whom a service account acts for
 * @param grant how tokens are had
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

  /** How tokens are had. */
  public enum Grant {
    /** The user signs in with a browser on this machine, or pastes what his own one shows. */
    BROWSER,
    /** The user types a code into a browser anywhere (RFC 8628). */
    DEVICE,
    /** The client acts for itself. */
    CLIENT_CREDENTIALS
  }

  /** What an account that is signed in needs to be told, secrets left out. */
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

  /** Each of these says by itself that no password is used. */
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

  /** Secrets go to these addresses: nobody on the way may read them. */
  private static final Pattern SAFE =
      Pattern.compile("(?:https://|http://(?:localhost|127\\.0\\.0\\.1|\\[::1\\])(?=[:/]|$))\\S*");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./~-]+");

  /** What was given; null when it was nothing, or only a name beside a password. */
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

  /** A word as a shell takes it. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Whether secrets may be sent to this address: HTTPS, or this machine. */
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
      throw Failure.option("option '" + option.key() + "' is no name of a file");
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
