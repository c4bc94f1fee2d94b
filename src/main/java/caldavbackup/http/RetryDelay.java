package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.RunProgress;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code caldavRetryDelay}: sets the delay of a retry. It is the server's Retry-After, zero
 * for an answer that is only compared with the last one, and otherwise that of the policy. A wait
 * above {@code caldav.wait.max} is not retried ({@link Retries}).
 */
public final class RetryDelay implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** Shorter waits are not reported. */
  private static final Duration LONG = Duration.ofSeconds(3);

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    message.removeHeader(Exchange.REDELIVERY_DELAY);
    boolean isRepeated =
        message.getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class) < Retries.most(exchange);
    RunProgress progress = isRepeated ? RunProgress.of(exchange) : RunProgress.NONE;
    progress.retries();
    AnswerProof proof = message.getHeader(CaldavConstants.PROOF, AnswerProof.class);
    Throwable caught = Failures.caught(exchange);
    if (caught instanceof Failure && proof != null && proof.isToCompare()) {
      message.setHeader(Exchange.REDELIVERY_DELAY, 0);
    }
    if (caught instanceof HttpOperationFailedException http) {
      Duration asked = RetryAfter.granted(http, exchange);
      if (asked != null) {
        progress.waits(asked);
        say(asked, http.getStatusCode(), exchange);
        message.setHeader(Exchange.REDELIVERY_DELAY, asked.toMillis());
      }
    }
  }

  private static void say(Duration wait, int status, Exchange exchange) {
    if (wait.compareTo(LONG) >= 0 && Run.of(exchange).reach().isWorthSaying(wait)) {
      String url = exchange.getMessage().getHeader(CaldavConstants.URL, String.class);
      LOG.warn(
          "{} is busy ({}): waiting {} s at its request",
          Hrefs.host(url),
          status,
          wait.toSeconds());
    }
  }
}
