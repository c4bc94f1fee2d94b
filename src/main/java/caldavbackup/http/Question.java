package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** One request of {@link Questions}: how it is asked, what its answer tells, what its failure. */
public abstract class Question {
  private final String url;

  protected Question(String url) {
    this.url = url;
  }

  /** What is asked. */
  public final String url() {
    return url;
  }

  /** Writes the request; called again for the same request after an answer that broke off. */
  protected abstract void write(Message message);

  /**
   * Reads the answer, which is the body of the exchange.
   *
   * @throws IOException when it is not usable; {@link #failed} is told
   */
  protected abstract void learn(Exchange exchange) throws IOException;

  /**
   * Learns that there is no answer, or none of use.
   *
   * @throws Failure to end the conversation
   */
  protected abstract void failed(Exchange exchange, Failure failure) throws Failure;

  /** Whether the same is asked again after an answer that broke off. */
  protected boolean isRepeated() {
    return true;
  }

  /** What the answer's head said; null when no answer came. */
  protected static HttpAnswer head(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
  }
}
