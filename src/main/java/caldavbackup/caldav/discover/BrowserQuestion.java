package caldavbackup.caldav.discover;

import caldavbackup.caldav.Requests;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Question;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** GET of the well-known address: some servers redirect only GET. */
final class BrowserQuestion extends Question {
  private static final Requests REQUESTS = new Requests();

  private final Consumer<String> led;

  /**
   * Finds where an address redirects.
   *
   * @param led receives the target URL, if there is one
   */
  BrowserQuestion(String url, Consumer<String> led) {
    super(url);
    this.led = led;
  }

  @Override
  protected void write(Message message) {
    REQUESTS.look(message, url());
  }

  @Override
  protected boolean isRepeated() {
    return false;
  }

  @Override
  protected void learn(Exchange exchange) {
    HttpAnswer head = head(exchange);
    if (head != null && !Hrefs.same(head.url(), url())) {
      led.accept(head.url());
    }
  }

  /** The page itself does not matter. */
  @Override
  protected void failed(Exchange exchange, Failure failure) {
    learn(exchange);
  }
}
