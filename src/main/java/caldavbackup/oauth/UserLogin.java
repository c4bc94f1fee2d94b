package caldavbackup.oauth;

import caldavbackup.http.Account;
import caldavbackup.options.OauthOptions;
import caldavbackup.options.Options;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;

/** An interactive sign-in: gets the first tokens of an account, and stores them. */
public final class UserLogin {
  private final Oauth2SignIn signIn;
  private final Grants grants;
  private final TokenStore store;
  private boolean lasts;

  private UserLogin(Oauth2SignIn signIn, Grants grants, TokenStore store) {
    this.signIn = signIn;
    this.grants = grants;
    this.store = store;
  }

  /**
   * Creates a login for this account.
   *
   * @throws Failure when the account needs no login
   */
  public static UserLogin of(Account account) throws Failure {
    Options options = account.options();
    OauthOptions oauth = options.oauth();
    if (oauth == null) {
      throw Failure.option(
          options.password() == null
              ? "option 'name' is missing: the provider of the account"
              : "a password needs no login: try caldav check");
    }
    if (oauth.token() != null
        || oauth.tokenCommand() != null
        || oauth.refreshToken() != null
        || oauth.serviceAccount() != null
        || oauth.grant() == OauthOptions.Grant.CLIENT_CREDENTIALS) {
      throw Failure.option("this account signs in without a login: try caldav check");
    }
    Oauth2SignIn signIn = Oauth2SignIn.of(options);
    Sources.requireGrants(oauth);
    UserLogin login = new UserLogin(signIn, new Grants(signIn, account), Sources.file(signIn));
    login.requireStore();
    return login;
  }

  /**
   * Returns the common location of a provider, with the user name filled in; null if it has none.
   */
  public static String location(String name, String username) throws Failure {
    Provider provider = Providers.ofUser().named(name);
    if (!provider.hasOauth2()) {
      throw new Failure(
          Failure.Kind.SIGN_IN, provider.title() + " requires a password: " + provider.note());
    }
    String location = provider.location();
    if (location != null && location.contains("{username}") && username == null) {
      throw Failure.option("option 'username' is missing: the address of the account");
    }
    return location == null || username == null
        ? location
        : location.replace("{username}", username);
  }

  /** Fails before the user signs in, not after. */
  private void requireStore() throws Failure {
    try {
      store.lock(signIn.options().ioTimeout()).close();
    } catch (Failure e) {
      throw e;
    } catch (IOException e) {
      throw Failure.option(
          "tokens cannot be stored in "
              + store.place()
              + " ("
              + Reason.of(e)
              + "): give another file as token_file");
    }
  }

  /** Returns the name of the provider. */
  public String title() {
    return signIn.provider().title();
  }

  /** Returns whether the user must enter a code on another device. */
  public boolean isByDevice(boolean hasBrowser) throws Failure {
    OauthOptions.Grant grant = signIn.oauth().grant();
    return grant == OauthOptions.Grant.DEVICE
        || grant == null && !hasBrowser && grants.endpoints().device() != null;
  }

  /**
   * Returns the loopback address that is registered with the provider. Its port is -1 if any port
   * works.
   */
  public URI redirect() {
    String known = signIn.provider().redirect();
    return URI.create(known == null ? "http://127.0.0.1" : known);
  }

  /**
   * Starts a sign-in with a browser.
   *
   * @param redirect the address that the browser is redirected to at the end
   */
  public BrowserLogin browser(URI redirect) throws Failure {
    return new BrowserLogin(this, signIn, grants.endpoints(), redirect);
  }

  /** Starts a sign-in by a code that the user enters in a browser on any device (RFC 8628). */
  public DeviceLogin device() throws Failure {
    return DeviceLogin.begin(this, signIn, grants);
  }

  /** Trades the user's grant for tokens, and stores them. */
  void finish(AuthorizationGrant grant) throws Failure, Refusal {
    Secret secret = signIn.oauth().clientSecret();
    TokenAnswer answer = grants.trade(grant, secret, null);
    Tokens tokens =
        new Tokens(
            answer.access(), Instant.now(), answer.life(), answer.refresh(), null, null, secret);
    try (TokenStore.Lock lock = store.lock(signIn.options().ioTimeout())) {
      lock.write(tokens);
    } catch (Failure e) {
      throw e;
    } catch (IOException e) {
      throw new Failure(
          Failure.Kind.INTERNAL,
          "the tokens cannot be stored in " + store.place() + " (" + Reason.of(e) + ")",
          e);
    }
    lasts = answer.refresh() != null || answer.life() == null;
  }

  /** Returns whether the sign-in stays valid after the first token expires. */
  public boolean lasts() {
    return lasts;
  }
}
