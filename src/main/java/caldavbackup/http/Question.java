package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** One request of {@link Questions}: writes it, and reads its answer or failure. */
public abstract class Question {
  private final String url;

  protected Question(String url) {
    this.url = url;
  }

  /** The URL of the request. */
  public final String url() {
    return url;
  }

  /** Writes the request. Called again for the same request after an answer that broke off. */
  protected abstract void write(Message message);

  /**
   * Reads the answer, which is the body of the exchange.
   *
   * @throws IOException when it is not usable; {@link #failed} is then called
   */
  protected abstract void learn(Exchange exchange) throws IOException;

  /**
   * Handles a missing or unusable answer.
   *
   * @throws Failure to end the conversation
   */
  protected abstract void failed(Exchange exchange, Failure failure) throws Failure;

  /** Returns whether the request is repeated after an answer that broke off. */
  protected boolean isRepeated() {
    return true;
  }

  /** The head of the answer; null when there is none. */
  protected static HttpAnswer head(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
  }
}
