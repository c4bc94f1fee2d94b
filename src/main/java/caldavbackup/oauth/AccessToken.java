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
 * Bean {@code caldavOauth2}: puts an access token on the exchange that is good for a request right
 * now. It comes from the account's options, or from the {@link TokenSource} of an application.
 */
public final class AccessToken implements Processor {
  /** The sources that know of the run. */
  private static final class Begun {
    private final Set<TokenSource> sources = ConcurrentHashMap.newKeySet();
  }

  /**
   * Puts a token into property {@link CaldavConstants#TOKEN}.
   *
   * @throws Failure when the account does not sign in by OAuth2, or there is no token
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

  /** Whether requests of the exchange are signed in with a token. */
  static boolean isWanted(Exchange exchange) {
    if (exchange.getProperty(CaldavConstants.TOKEN_SOURCE) != null) {
      return true;
    }
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    return account != null && account.options().oauth() != null;
  }

  /**
   * Where the tokens of the exchange come from.
   *
   * @throws Failure when there are none, or the bean that is named is not there
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
