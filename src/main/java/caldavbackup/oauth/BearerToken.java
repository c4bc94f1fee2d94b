package caldavbackup.oauth;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Failures;
import caldavbackup.options.Secret;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Bean {@code caldavBearerToken}: signs each attempt of a request with a bearer token (RFC 6750)
 * when the account signs in by OAuth2. If the server refuses a token, the token is renewed once. A
 * second refusal ends the sign-in.
 */
public final class BearerToken implements Processor {
  private final AccessToken accessToken = new AccessToken();

  /**
   * Puts a token on the exchange. After a refusal, this is a token other than the refused one.
   *
   * @throws Exception when no token is available; the server's refusal when there is no other token
   */
  @Override
  public void process(Exchange exchange) throws Exception {
    if (!AccessToken.isWanted(exchange)) {
      exchange.removeProperty(CaldavConstants.TOKEN); // of another account
      return;
    }
    boolean isThere = false;
    try {
      Object refused = exchange.getProperty(CaldavConstants.TOKEN_REFUSED);
      if (refused != null && refused == exchange.getProperty(CaldavConstants.TOKEN)) {
        renew(exchange, (Secret) refused);
      } else {
        accessToken.process(exchange);
      }
      isThere = true;
    } finally {
      if (!isThere) {
        exchange.setProperty(CaldavConstants.TOKEN_MISSING, true);
      }
    }
  }

  private static void renew(Exchange exchange, Secret refused) throws Exception {
    Secret token = AccessToken.source(exchange).renew(refused);
    if (token == null) {
      throw (Exception)
          Failures.caught(
              exchange); // {@code caldavDoor} decides how many of these failures end a run
    }
    exchange.setProperty(CaldavConstants.TOKEN, token);
  }

  /**
   * Bean {@code caldavTokenAccepted}: records that the server accepted the token. If the server
   * refuses the token later, it is worth renewing.
   */
  public static final class Accepted implements Processor {
    @Override
    public void process(Exchange exchange) throws Exception {
      Secret token = exchange.getProperty(CaldavConstants.TOKEN, Secret.class);
      if (token != null) {
        AccessToken.source(exchange).accepted(token);
      }
    }
  }

  /**
   * Bean {@code caldavTokenRefused}: returns whether the server refused a token for the first time
   * in a request. As a processor, it lets the next attempt start at once with another token. That
   * attempt does not count as a retry.
   */
  public static final class Refused implements Predicate, Processor {
    @Override
    public boolean matches(Exchange exchange) {
      return exchange.getProperty(CaldavConstants.TOKEN) != null
          && exchange.getProperty(CaldavConstants.TOKEN_REFUSED) == null
          && Failures.caught(exchange) instanceof HttpOperationFailedException http
          && http.getStatusCode() == 401;
    }

    @Override
    public void process(Exchange exchange) {
      if (matches(exchange)) { // Camel also calls it for a later failure
        exchange.setProperty(
            CaldavConstants.TOKEN_REFUSED, exchange.getProperty(CaldavConstants.TOKEN));
        int tries = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, tries - 1);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 0);
      }
    }
  }
}
