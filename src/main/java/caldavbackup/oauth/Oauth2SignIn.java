package caldavbackup.oauth;

import caldavbackup.http.Account;
import caldavbackup.options.OauthOptions;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;

/**
 * How one account signs in by OAuth2: the user's options, completed from the provider table.
 *
 * @param options the options of the account
 * @param provider the provider's entry in the table
 */
public record Oauth2SignIn(Options options, Provider provider) {

  /**
   * Completes the user's options.
   *
   * @throws Failure when the provider has no OAuth2, or an option is missing
   */
  static Oauth2SignIn of(Options options) throws Failure {
    OauthOptions oauth = options.oauth();
    boolean whole = oauth.token() != null || oauth.tokenCommand() != null;
    Provider provider =
        Providers.ofUser()
            .named(
                oauth.name() != null
                    ? oauth.name()
                    : "custom"); // the options are complete, or the check below names the missing
    // one
    if (!provider.hasOauth2()) {
      throw new Failure(
          Failure.Kind.SIGN_IN,
          (provider.title() + " requires a password: " + provider.note()).strip());
    }
    Oauth2SignIn signIn = new Oauth2SignIn(options, provider);
    if (!whole) {
      signIn.requireEnough();
    }
    return signIn;
  }

  private void requireEnough() throws Failure {
    if (oauth().serviceAccount() == null && oauth().clientId() == null) {
      throw Failure.option(
          "option 'client_id' is missing: the client ID that "
              + provider.title()
              + " issued."
              + (provider.note().isEmpty() ? "" : " " + provider.note()));
    }
    if (tokenUrl() == null && issuer() == null && oauth().serviceAccount() == null) {
      throw Failure.option(
          "option 'token_url' is missing: give it, or issuer, or the provider's name");
    }
    if (oauth().serviceAccount() != null && scope() == null) {
      throw Failure.option("option 'service_scope' is missing: a service account needs a scope");
    }
    for (String url : new String[] {tokenUrl(), authorizeUrl(), deviceUrl(), issuer()}) {
      if (url != null && !OauthOptions.isSafe(url)) {
        throw Failure.option(
            "provider '" + oauth().name() + "' has an address without https://: " + url);
      }
    }
  }

  OauthOptions oauth() {
    return options.oauth();
  }

  String tokenUrl() {
    return given(oauth().tokenUrl(), provider.tokenUrl());
  }

  String authorizeUrl() {
    return given(oauth().authorizeUrl(), provider.authorizeUrl());
  }

  String deviceUrl() {
    return given(oauth().deviceUrl(), provider.deviceUrl());
  }

  String issuer() {
    return given(oauth().issuer(), provider.issuer());
  }

  String scope() {
    return given(oauth().scope(), provider.scope());
  }

  /** Returns whether a user gave consent. If so, lost tokens require a new login. */
  boolean isOfUser() {
    return oauth().serviceAccount() == null
        && oauth().grant() != OauthOptions.Grant.CLIENT_CREDENTIALS;
  }

  /** Returns a key that identifies the account of these tokens. It contains no secret. */
  String key() {
    return String.join(
        "\n",
        options.origin(),
        String.valueOf(tokenUrl()),
        String.valueOf(issuer()),
        String.valueOf(oauth().clientId()),
        String.valueOf(oauth().serviceAccount()),
        String.valueOf(oauth().subject()),
        isOfUser() ? "" : String.valueOf(scope())); // the scopes that the user agreed to
  }

  /** Returns the failure that says why there is no token, with the command that gets one. */
  Failure notSignedIn(String why) {
    return new Failure(Failure.Kind.SIGN_IN, why + ": run: " + options.loginCommand());
  }

  private String given(String said, String known) {
    String url = said != null ? said : known;
    return url == null ? null : url.replace("{host}", authority());
  }

  private String authority() {
    return options.location().http().getAuthority();
  }

  /**
   * Creates an account that can sign in, prepared for its first request.
   *
   * @throws Failure like {@link #require}
   */
  public static Account account(Options options) throws Failure {
    Account account = new Account(options);
    require(account);
    account.prepare();
    return account;
  }

  /**
   * Checks without a request that an account with OAuth2 can sign in. Runs without a user call it.
   *
   * @throws Failure with the command that helps
   */
  public static void require(Account account) throws Failure {
    Options options = account.options();
    if (options.oauth() != null) {
      Sources.of(account).require();
    } else if (options.provider() != null && options.password() != null) {
      Provider provider = Providers.ofUser().named(options.provider());
      if (Boolean.FALSE.equals(provider.password())) {
        throw new Failure(
            Failure.Kind.SIGN_IN, provider.title() + " accepts no password: " + provider.note());
      }
    }
  }
}
