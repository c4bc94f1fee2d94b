package caldavbackup.oauth;

import caldavbackup.text.Failure;
import caldavbackup.text.Shortened;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.util.Set;
import java.util.regex.Pattern;

/** An error answer of an authorization server (RFC 6749, section 5.2). */
final class Refusal extends Exception {
  private static final int EXCERPT = 200;
  private static final Pattern HIDDEN = Pattern.compile("(?is)<(head|style|script)\\b.*?</\\1>");
  private static final Pattern TAGS = Pattern.compile("<[^>]*>");

  /** Tokens and codes are long words without a space. Servers repeat them in error descriptions. */
  private static final Pattern TOKENS = Pattern.compile("[A-Za-z0-9+/_.~=-]{24,}");

  private final String code;
  private final String text;
  private final String date;

  /** Creates a refusal. Messages never repeat {@code secrets}, the values that were sent. */
  Refusal(ErrorObject error, HTTPResponse response, Set<String> secrets) {
    super(error.getCode());
    this.code = clean(error.getCode(), secrets);
    this.text = error.getDescription() == null ? null : clean(error.getDescription(), secrets);
    this.date = response.getHeaderValue("Date");
  }

  /** Returns the error code. */
  String code() {
    return code;
  }

  /** Returns the answer's {@code Date} header, or null. */
  String date() {
    return date;
  }

  /** Returns whether the grant itself is no longer valid. */
  boolean isGrant() {
    return "invalid_grant".equals(code);
  }

  /** Returns the failure for the user of this sign-in. */
  Failure failure(Oauth2SignIn signIn) {
    String said = "(" + (text == null ? code : code + ": " + text) + ")";
    String title = signIn.provider().title();
    return switch (code) {
      case "invalid_grant" ->
          signIn.oauth().serviceAccount() != null
              ? new Failure(
                  Failure.Kind.SIGN_IN,
                  title
                      + " does not accept the service account "
                      + said
                      + ": check its key and subject")
              : signIn.notSignedIn(title + " no longer accepts the sign-in " + said);
      case "invalid_client", "unauthorized_client" ->
          new Failure(
              Failure.Kind.SIGN_IN,
              title
                  + " does not accept this client "
                  + said
                  + ": check client_id and client_secret");
      case "invalid_scope" ->
          new Failure(
              Failure.Kind.SIGN_IN,
              title
                  + " does not grant the scope "
                  + signIn.scope()
                  + " "
                  + said
                  + ": check service_scope");
      case "access_denied" ->
          new Failure(Failure.Kind.SIGN_IN, "the sign-in at " + title + " was refused " + said);
      case "temporarily_unavailable", "server_error" ->
          new Failure(Failure.Kind.SERVER, title + " cannot issue a token now " + said);
      default -> new Failure(Failure.Kind.SIGN_IN, title + " issues no token " + said);
    };
  }

  /**
   * Returns {@code " (502 text/html: text of the answer)"}, shortened and without possible secrets.
   */
  static String words(HTTPResponse response, Set<String> secrets) {
    StringBuilder said = new StringBuilder(" (").append(response.getStatusCode());
    if (response.getEntityContentType() != null) {
      said.append(' ').append(response.getEntityContentType().getType());
    }
    String body = response.getBody();
    String words =
        body == null
            ? ""
            : clean(TAGS.matcher(HIDDEN.matcher(body).replaceAll(" ")).replaceAll(" "), secrets);
    return said.append(words.isEmpty() ? "" : ": " + words).append(')').toString();
  }

  private static String clean(String text, Set<String> secrets) {
    String line = text;
    for (String secret : secrets) {
      line = line.replace(secret, "…");
    }
    line = TOKENS.matcher(line).replaceAll("…").replaceAll("\\s+", " ").strip();
    return Shortened.to(EXCERPT, line);
  }
}
