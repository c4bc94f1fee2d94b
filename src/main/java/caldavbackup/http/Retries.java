package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Bean {@code caldavRetries}: says which failed requests are worth repeating. */
public final class Retries implements Predicate {
  /** 423 is a lock for the length of another request: Xandikos has one for each calendar. */
  private static final Set<Integer> BUSY = Set.of(423, 429, 502, 503, 504);

  private static final Set<String> REPEATABLE =
      Set.of("GET", "OPTIONS", "PROPFIND", "REPORT", "PUT", "PROPPATCH");

  /** Google answers 403 when a quota is used up for a moment, and its body says so. */
  private static final Pattern QUOTA =
      Pattern.compile("(?:r|userR)ateLimitExceeded|quotaExceeded", Pattern.CASE_INSENSITIVE);

  private static final long MAX_PAUSE = 60_000;

  /** Whether a status says: not now. */
  public static boolean isBusy(int status) {
    return BUSY.contains(status);
  }

  /** Whether an answer says: not now. */
  static boolean isBusy(HttpOperationFailedException http) {
    return isBusy(http.getStatusCode()) || isQuota(http);
  }

  /** Whether the request on the exchange may do better a moment later. */
  @Override
  public boolean matches(Exchange exchange) {
    if (exchange.getProperty(CaldavConstants.TOKEN_MISSING, false, Boolean.class)) {
      return false; // the authorization server was asked again already
    }
    Throwable failure = Failures.caught(exchange);
    if (failure instanceof HttpOperationFailedException http) {
      return isBusy(http) && isSoon(http, exchange);
    }
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (Failure.isUnreached(failure)) {
      // a server that never answered is a wrong location; one that did is restarting
      return Run.of(exchange).reach().isThere();
    }
    if (failure instanceof Failure said) {
      AnswerProof proof = exchange.getMessage().getHeader(CaldavConstants.PROOF, AnswerProof.class);
      return account.isOpen()
          && said.kind() == Failure.Kind.INCOMPLETE
          && (proof == null || proof.mayAskAgain());
    }
    return account.isOpen()
        && REPEATABLE.contains(
            exchange.getMessage().getHeader(CaldavConstants.METHOD, String.class));
  }

  /** Whether the server asks for no longer wait than is granted. */
  private static boolean isSoon(HttpOperationFailedException busy, Exchange exchange) {
    try {
      return RetryAfter.tooLong(busy, exchange) == null;
    } catch (Failure e) {
      return false; // FailedRequest says what is wrong with the property
    }
  }

  /** How often a request is repeated that deserves it. */
  public static int most(Exchange exchange) {
    return Integer.parseInt(
        exchange.getContext().resolvePropertyPlaceholders("{{caldav.retries:4}}"));
  }

  /**
   * How long one request may take with all its repeats, when the server uses all the time it has.
   */
  public static Duration longest(Exchange exchange) throws Failure {
    int repeats = most(exchange);
    Duration silence = Account.of(exchange).options().ioTimeout();
    return silence.multipliedBy(repeats + 1L).plus(RetryAfter.MAX.multipliedBy(repeats));
  }

  /**
   * How long to wait after so many answers in a row that broke while they were read, in
   * milliseconds: as long as errors.camel.yaml says for others.
   */
  public static long pause(Exchange exchange, int broken) {
    long first =
        Long.parseLong(
            exchange.getContext().resolvePropertyPlaceholders("{{caldav.retry.delay:500}}"));
    return broken == 0 ? 0 : Math.min(MAX_PAUSE, first << Math.min(broken - 1, 20));
  }

  private static boolean isQuota(HttpOperationFailedException http) {
    String body = http.getResponseBody();
    return http.getStatusCode() == 403 && body != null && QUOTA.matcher(body).find();
  }
}
