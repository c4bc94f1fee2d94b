package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.options.Options;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Bean {@code caldavFailedRequest}: describes in one sentence, without secrets, why a request
 * failed after all retries, and informs the run.
 */
public final class FailedRequest implements Processor {
  /**
   * Throws the caught exception as a failure with one clear sentence.
   *
   * @throws Failure always
   */
  @Override
  public void process(Exchange exchange) throws Failure {
    Failures.forget(exchange);
    Throwable caught = Failures.caught(exchange);
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account == null) {
      throw Failures.of(caught); // reports the missing account
    }
    Run run = Run.of(exchange);
    run.failed(caught);
    Secret token = exchange.getProperty(CaldavConstants.TOKEN, Secret.class);
    UnaryOperator<String> mask = text -> account.options().secrets().masked(text, token);
    Message request = exchange.getMessage();
    String url = request.getHeader(CaldavConstants.URL, String.class);
    Failure failure =
        caught instanceof HttpOperationFailedException http && http.getStatusCode() == 401
            ? notSignedIn(Failures.words(http, mask), url, account.options(), token, run)
            : Failures.of(caught, mask);
    // messages of libraries may contain them, too
    failure = account.options().secrets().masked(failure, token);
    if (caught instanceof HttpOperationFailedException http && Retries.isBusy(http)) {
      failure = failure.withRetryAfter(RetryAfter.of(http));
      if (RetryAfter.tooLong(http, exchange) != null) {
        failure = leftAlone(failure);
        run.end().busy(failure);
        throw failure.ofRun();
      }
    }
    boolean endsRun =
        run.end()
            .failed(
                request.getHeader(CaldavConstants.METHOD, "", String.class),
                url,
                caught,
                failure,
                isFinal(exchange, run));
    throw (endsRun ? failure.ofRun() : failure).ofRepeated();
  }

  private static Failure leftAlone(Failure busy) {
    return busy.withSentence(
        busy.getMessage() + ", and asks to wait " + busy.retryAfter().toSeconds() + " s",
        busy.getCause());
  }

  /** Returns whether refused credentials are known to be useless from now on. */
  private static boolean isFinal(Exchange exchange, Run run) {
    Object refused = exchange.getProperty(CaldavConstants.TOKEN_REFUSED);
    return run.credit().isRefused()
        || refused != null && refused != exchange.getProperty(CaldavConstants.TOKEN);
  }

  private static Failure notSignedIn(
      String words, String url, Options options, Secret token, Run run) {
    String host = Hrefs.host(url);
    boolean hasClient = options.oauth() != null && options.oauth().clientId() != null;
    Failure failure =
        new Failure(
            Failure.Kind.SIGN_IN,
            options.oauth() != null || token != null
                ? host
                    + " does not accept the access token"
                    + words
                    + (hasClient ? ": run: " + options.loginCommand() : "")
                : options.password() == null
                    ? host + " requires a sign-in: give username and password" + words
                    : host
                        + " does not accept user "
                        + options.username()
                        + " with this password"
                        + words,
            null,
            401);
    run.credit().refused(failure);
    return failure;
  }
}
