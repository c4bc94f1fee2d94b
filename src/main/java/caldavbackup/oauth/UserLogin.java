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

/** A sign-in with the user there to answer: gets the first tokens of an account, and keeps them. */
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
   * A login of this account.
   *
   * @throws Failure when it needs none, or one that is not for tokens
   */
  public static UserLogin of(Account account) throws Failure {
    Options options = account.options();
    OauthOptions oauth = options.oauth();
    if (oauth == null) {
      throw Failure.option(
          options.password() == null
              ? "option 'name' is missing: whose account is it?"
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

  /** The location of a provider that has one for all, with the user's name in it; or null. */
  public static String location(String name, String username) throws Failure {
    Provider provider = Providers.ofUser().named(name);
    if (!provider.hasOauth2()) {
      throw new Failure(
          Failure.Kind.SIGN_IN, provider.title() + " wants a password: " + provider.note());
    }
    String location = provider.location();
    if (location != null && location.contains("{username}") && username == null) {
      throw Failure.option("option 'username' is missing: the address of the account");
    }
    return location == null || username == null
        ? location
        : location.replace("{username}", username);
  }

  /** Better now than after the user did his part. */
  private void requireStore() throws Failure {
    try {
      store.lock(signIn.options().ioTimeout()).close();
    } catch (Failure e) {
      throw e;
    } catch (IOException e) {
      throw Failure.option(
          "tokens cannot be kept in "
              + store.place()
              + " ("
              + Reason.of(e)
              + "): name another place in token_file");
    }
  }

  /** How the provider is called. */
  public String title() {
    return signIn.provider().title();
  }

  /** Whether the user has to be asked by a code that he types in elsewhere. */
  public boolean isByDevice(boolean hasBrowser) throws Failure {
    OauthOptions.Grant grant = signIn.oauth().grant();
    return grant == OauthOptions.Grant.DEVICE
        || grant == null && !hasBrowser && grants.endpoints().device() != null;
  }

  /** The loopback address that the provider knows; its port is -1 when any will do. */
  public URI redirect() {
    String known = signIn.provider().redirect();
    return URI.create(known == null ? "http://127.0.0.1" : known);
  }

  /**
   * Begins a sign-in with a browser.
   *
   * @param redirect where the browser is sent in the end
   */
  public BrowserLogin browser(URI redirect) throws Failure {
    return new BrowserLogin(this, signIn, grants.endpoints(), redirect);
  }

  /** Begins a sign-in by a code that the user types into a browser anywhere (RFC 8628). */
  public DeviceLogin device() throws Failure {
    return DeviceLogin.begin(this, signIn, grants);
  }

  /** Trades what the user gave for tokens, and keeps them. */
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
          "the tokens cannot be kept in " + store.place() + " (" + Reason.of(e) + ")",
          e);
    }
    lasts = answer.refresh() != null || answer.life() == null;
  }

  /** Whether the sign-in goes on when the first token has ended. */
  public boolean lasts() {
    return lasts;
  }
}
