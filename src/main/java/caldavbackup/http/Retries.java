package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Bean {@code caldavRetries}: decides which failed requests to retry. */
public final class Retries implements Predicate {
  /** 423 is a lock that lasts as long as another request: Xandikos locks each calendar. */
  private static final Set<Integer> BUSY = Set.of(423, 429, 502, 503, 504);

  private static final Set<String> REPEATABLE =
      Set.of("GET", "OPTIONS", "PROPFIND", "REPORT", "PUT", "PROPPATCH");

  /** Google answers 403 for a temporarily exhausted quota, and its body says so. */
  private static final Pattern QUOTA =
      Pattern.compile("(?:r|userR)ateLimitExceeded|quotaExceeded", Pattern.CASE_INSENSITIVE);

  private static final long MAX_PAUSE = 60_000;

  /** Returns whether a status asks for a later retry. */
  public static boolean isBusy(int status) {
    return BUSY.contains(status);
  }

  /** Returns whether an answer asks for a later retry. */
  static boolean isBusy(HttpOperationFailedException http) {
    return isBusy(http.getStatusCode()) || isQuota(http);
  }

  /** Returns whether a retry of the request on the exchange may succeed. */
  @Override
  public boolean matches(Exchange exchange) {
    if (exchange.getProperty(CaldavConstants.TOKEN_MISSING, false, Boolean.class)) {
      return false; // the request to the authorization server was retried already
    }
    Throwable failure = Failures.caught(exchange);
    if (failure instanceof HttpOperationFailedException http) {
      return isBusy(http) && isSoon(http, exchange);
    }
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (Failure.isUnreached(failure)) {
      // a server that never answered is a wrong location; one that answered may be restarting
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

  /** Returns whether the wait that the server asks for is within the limit. */
  private static boolean isSoon(HttpOperationFailedException busy, Exchange exchange) {
    try {
      return RetryAfter.tooLong(busy, exchange) == null;
    } catch (Failure e) {
      return false; // FailedRequest reports the invalid property
    }
  }

  /** The maximum number of retries of a request. */
  public static int most(Exchange exchange) {
    return Integer.parseInt(
        exchange.getContext().resolvePropertyPlaceholders("{{caldav.retries:4}}"));
  }

  /**
   * The maximum duration of one request with all its retries, if the server uses all the time
   * allowed.
   */
  public static Duration longest(Exchange exchange) throws Failure {
    int repeats = most(exchange);
    Duration silence = Account.of(exchange).options().ioTimeout();
    return silence.multipliedBy(repeats + 1L).plus(RetryAfter.MAX.multipliedBy(repeats));
  }

  /**
   * The delay in milliseconds after this many consecutive answers that broke off while they were
   * read. It equals the delay in errors.camel.yaml for other failures.
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
