package caldavbackup.oauth;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.Run;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Bean {@code caldavOauth2}: puts bearer tokens on an exchange, and others when they are refused.
 */
public final class Oauth2Steps {
  /** Exchange property: a {@link TokenSource}, or its name in the registry, instead of ours. */
  public static final String SOURCE = "CamelCaldavTokenSource";

  /** The sources that know of the run. */
  private static final class Begun {
    private final Set<TokenSource> sources = ConcurrentHashMap.newKeySet();
  }

  /**
   * Whether the account of the exchange signs in with a token; one of another account is removed.
   */
  public boolean wanted(Exchange exchange) {
    exchange.removeProperty(CaldavConstants.TOKEN);
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    return exchange.getProperty(SOURCE) != null
        || account != null && account.options().oauth() != null;
  }

  /** Puts a token on the exchange that is good for a request right now. */
  public void sign(Exchange exchange) throws Failure {
    TokenSource source = source(exchange);
    Run run = Run.of(exchange);
    if (run != null && run.state(Begun.class, Begun::new).sources.add(source)) {
      source.begin();
    }
    exchange.setProperty(CaldavConstants.TOKEN, source.token());
  }

  /** Whether the server did not take the token. */
  public boolean isRefused(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof HttpOperationFailedException e
        && e.getStatusCode() == 401;
  }

  /**
   * Puts another token on the exchange, whose message is the request as it was sent.
   *
   * @throws Exception the server's refusal when there is no other, or why there is none
   */
  public void renew(Exchange exchange) throws Exception {
    Exception refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Secret token =
        source(exchange).renew(exchange.getProperty(CaldavConstants.TOKEN, Secret.class));
    if (token == null) {
      throw refusal; // how many of these make an end is for the door to know
    }
    Failures.forget(exchange);
    exchange.setProperty(CaldavConstants.TOKEN, token);
  }

  /** The server took the token: should it die later, another one may do better. */
  public void accepted(Exchange exchange) throws Failure {
    source(exchange).accepted(exchange.getProperty(CaldavConstants.TOKEN, Secret.class));
  }

  /**
   * The server refused a token as soon as it was new: no other will do better.
   *
   * @throws Exception the server's refusal
   */
  public void refusedAnew(Exchange exchange) throws Exception {
    exchange.setProperty(CaldavConstants.TOKEN_REFUSED, true);
    throw exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }

  private static TokenSource source(Exchange exchange) throws Failure {
    Object named = exchange.getProperty(SOURCE);
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
            "exchange property '" + SOURCE + "': there is no bean " + named + " in the registry");
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
    return Sources.of(account).source();
  }
}
