package caldavbackup.oauth;

import caldavbackup.http.Account;
import caldavbackup.options.Commands;
import caldavbackup.options.OauthOptions;
import caldavbackup.options.Option;
import caldavbackup.options.Secret;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import caldavbackup.text.OptionalLibrary;
import caldavbackup.text.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import org.apache.camel.CamelContext;

/** The token source of an account, created from its options on first use. */
final class Sources implements Closeable {
  private final Account account;
  private TokenSource source;

  private Sources(Account account) {
    this.account = account;
  }

  static Sources of(Account account) {
    return account.state(Sources.class, () -> new Sources(account));
  }

  /**
   * Returns the source. Creating it sends no request.
   *
   * @param context names the token store in the property {@code caldav.tokens}, if there is one
   * @throws Failure also when there is no store with that name
   */
  synchronized TokenSource source(CamelContext context) throws Failure {
    if (source == null) {
      OauthOptions oauth = account.options().oauth();
      Oauth2SignIn signIn = Oauth2SignIn.of(account.options());
      if (oauth.token() != null) {
        source = new GivenToken(oauth::token);
      } else if (oauth.tokenCommand() != null) {
        source = new GivenToken(() -> printed(oauth.tokenCommand()));
      } else {
        requireGrants(oauth);
        source = new KeptTokens(signIn, store(signIn, context), new Grants(signIn, account));
      }
    }
    return source;
  }

  /** Stores tokens that could not be stored before. The source can still be used. */
  @Override
  public synchronized void close() {
    if (source instanceof KeptTokens kept) {
      kept.close();
    }
  }

  /** Checks that the library for the grants is present. Only a given token needs no library. */
  static void requireGrants(OauthOptions oauth) throws Failure {
    OptionalLibrary.NIMBUS.require(
        oauth.name() != null ? "name=" + oauth.name() : "the sign-in by OAuth2");
  }

  private static Secret printed(String command) throws Failure {
    String line = Commands.firstLine(Option.TOKEN_COMMAND, command);
    if (line == null || line.isBlank()) {
      throw Failure.option("option 'token_command' supplies no token");
    }
    return new Secret(line.strip());
  }

  private static TokenStore store(Oauth2SignIn signIn, CamelContext context) throws Failure {
    Store shared =
        signIn.oauth().tokenFile() != null
            ? null // the account's own setting wins
            : Store.named(context, "caldav.tokens", "token");
    return shared == null
        ? file(signIn)
        : new SharedTokens(shared, signIn.key(), TokenFile.ofUserOrNull(signIn.key()));
  }

  /** Returns the file of the option {@code token_file}, or the default file of the user. */
  static TokenFile file(Oauth2SignIn signIn) throws Failure {
    try {
      return signIn.oauth().tokenFile() != null
          ? TokenFile.at(signIn.oauth().tokenFile())
          : TokenFile.ofUser(signIn.key());
    } catch (IOException e) {
      throw Failure.option("option 'token_file' is missing: " + Reason.of(e));
    }
  }

  /** Checks that a token is stored, or can be had without a user. Sends no request. */
  void require() throws Failure {
    OauthOptions oauth = account.options().oauth();
    Oauth2SignIn signIn = Oauth2SignIn.of(account.options());
    if (oauth.token() != null || oauth.tokenCommand() != null) {
      return;
    }
    requireGrants(oauth);
    if (oauth.refreshToken() != null) {
      return;
    }
    if (oauth.serviceAccount() != null) {
      if (!Files.isReadable(oauth.serviceAccount())) {
        throw Failure.option(
            "option 'service_account': " + oauth.serviceAccount() + " cannot be read");
      }
      return;
    }
    if (oauth.grant() == OauthOptions.Grant.CLIENT_CREDENTIALS) {
      return;
    }
    TokenStore store = file(signIn);
    try {
      Tokens kept = store.read();
      java.time.Duration left = kept.left(Instant.now());
      if (kept.refresh() == null && left != null && left.compareTo(java.time.Duration.ZERO) <= 0) {
        throw signIn.notSignedIn(
            "this account is not signed in at " + signIn.provider().title() + " yet");
      }
    } catch (Failure e) {
      throw e;
    } catch (IOException e) {
      throw signIn.notSignedIn(
          "the tokens in " + store.place() + " cannot be read (" + Reason.of(e) + ")");
    }
  }
}
