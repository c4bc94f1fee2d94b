package caldavbackup.oauth;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Run;
import caldavbackup.text.Failure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavOauth2}: puts a valid access token on the exchange. The token comes from the
 * account's options, or from the {@link TokenSource} of an application.
 */
public final class AccessToken implements Processor {
  /** The token sources that this run has already started. */
  private static final class Begun {
    private final Set<TokenSource> sources = ConcurrentHashMap.newKeySet();
  }

  /**
   * Sets property {@link CaldavConstants#TOKEN} to an access token.
   *
   * @throws Failure when the account does not sign in by OAuth2, or no token is available
   */
  @Override
  public void process(Exchange exchange) throws Failure {
    TokenSource source = source(exchange);
    Run run = Run.of(exchange);
    if (run != null && run.state(Begun.class, Begun::new).sources.add(source)) {
      source.begin();
    }
    exchange.setProperty(CaldavConstants.TOKEN, source.token());
  }

  /** Returns whether requests of the exchange are signed in with a token. */
  static boolean isWanted(Exchange exchange) {
    if (exchange.getProperty(CaldavConstants.TOKEN_SOURCE) != null) {
      return true;
    }
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    return account != null && account.options().oauth() != null;
  }

  /**
   * Returns the source of the tokens for the exchange.
   *
   * @throws Failure when there is no source, or the registry has no bean with the given name
   */
  static TokenSource source(Exchange exchange) throws Failure {
    Object named = exchange.getProperty(CaldavConstants.TOKEN_SOURCE);
    if (named instanceof TokenSource source) {
      return source;
    }
    if (named != null) {
      TokenSource source =
          exchange
              .getContext()
              .getRegistry()
              .lookupByNameAndType(String.valueOf(named), TokenSource.class);
      if (source == null) {
        throw Failure.option(
            "exchange property '"
                + CaldavConstants.TOKEN_SOURCE
                + "': there is no bean "
                + named
                + " in the registry");
      }
      return source;
    }
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account == null || account.options().oauth() == null) {
      throw Failure.option(
          account == null
              ? "exchange property '" + CaldavConstants.ACCOUNT + "' is missing"
              : "the account does not sign in by OAuth2: give client_id, token or another of its"
                  + " options");
    }
    return Sources.of(account).source(exchange.getContext());
  }
}
