package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavRetries}: says which failed requests are worth repeating. */
public final class Retries {
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

  /** Whether the request on the exchange may do better a moment later. */
  public boolean worthwhile(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (failure instanceof HttpOperationFailedException http) {
      return isBusy(http.getStatusCode()) || isQuota(http);
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

  /** How often a request is repeated that deserves it. */
  public static int most(Exchange exchange) {
    return Integer.parseInt(
        exchange.getContext().resolvePropertyPlaceholders("{{caldav.retries:4}}"));
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

  /**
   * Bean {@code caldavRetryAfter}: waits as long as the server asks in Retry-After (RFC 9110,
   * section 10.2.3), two minutes at most.
   */
  public static final class RetryAfter implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("caldav");
    private static final Duration MOST = Duration.ofMinutes(2);

    /** Shorter waits are over before anybody wonders. */
    private static final Duration LONG = Duration.ofSeconds(3);

    @Override
    public void process(Exchange exchange) {
      exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
      AnswerProof proof = exchange.getMessage().getHeader(CaldavConstants.PROOF, AnswerProof.class);
      Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      if (caught instanceof Failure && proof != null && proof.isToCompare()) {
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 0);
      }
      if (caught instanceof HttpOperationFailedException http) {
        Duration asked = asked(http.getResponseHeaders());
        if (asked != null) {
          Duration wait = asked.compareTo(MOST) < 0 ? asked : MOST;
          say(wait, http.getStatusCode(), exchange);
          exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, Math.max(0, wait.toMillis()));
        }
      }
    }

    private static void say(Duration wait, int status, Exchange exchange) {
      if (wait.compareTo(LONG) >= 0 && Run.of(exchange).reach().isWorthSaying(wait)) {
        String url = exchange.getMessage().getHeader(CaldavConstants.URL, String.class);
        LOG.warn(
            "{} is busy ({}) and asks for {} s of patience: waiting",
            Hrefs.host(url),
            status,
            wait.toSeconds());
      }
    }

    private static Duration asked(Map<String, String> headers) {
      for (Map.Entry<String, String> header : headers.entrySet()) {
        if (header.getKey().equalsIgnoreCase("Retry-After")) {
          String value = header.getValue().strip();
          try {
            return value.matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(value))
                : Duration.between(
                    ZonedDateTime.now(),
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
          } catch (DateTimeParseException e) {
            return null;
          }
        }
      }
      return null;
    }
  }
}
