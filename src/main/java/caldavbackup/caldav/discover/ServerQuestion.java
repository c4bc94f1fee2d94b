package caldavbackup.caldav.discover;

import caldavbackup.caldav.Requests;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Question;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** OPTIONS: the information of the server about itself. A failure is ignored. */
final class ServerQuestion extends Question {
  private final Discovery discovery;

  ServerQuestion(Discovery discovery, String url) {
    super(url);
    this.discovery = discovery;
  }

  @Override
  protected void write(Message message) {
    new Requests().options(message, url());
  }

  @Override
  protected boolean isRepeated() {
    return false;
  }

  @Override
  protected void learn(Exchange exchange) {
    HttpAnswer head = head(exchange);
    if (head != null) {
      discovery.learnTraits(head);
    }
  }

  @Override
  protected void failed(Exchange exchange, Failure failure) {
    learn(exchange); // the answer of a failure has headers, too
  }
}
