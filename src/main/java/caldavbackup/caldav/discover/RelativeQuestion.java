package caldavbackup.caldav.discover;

import caldavbackup.caldav.Requests;
import caldavbackup.http.Question;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * PROPFIND Depth 0 of a principal that the user may act for: its calendar homes. A failure is
 * noted; the run continues and fails at its end.
 */
final class RelativeQuestion extends Question {
  private static final Requests REQUESTS = new Requests();

  private final Discovery discovery;

  RelativeQuestion(Discovery discovery, String url) {
    super(url);
    this.discovery = discovery;
  }

  @Override
  protected void write(Message message) {
    REQUESTS.principal(message, url());
  }

  @Override
  protected boolean isRepeated() {
    return false;
  }

  @Override
  protected void learn(Exchange exchange) throws IOException {
    InputStream body = exchange.getMessage().getBody(InputStream.class);
    learn(head(exchange).url(), DiscoverySteps.only(body, url()));
  }

  /** Evaluates the answer of the principal at this URL. */
  void learn(String at, DavResponse response) throws Failure {
    if (response.status() >= 400) {
      throw new Failure(
          Failure.Kind.SERVER, "the server answered " + response.status(), null, response.status());
    }
    discovery.relatives().learnRelative(url(), at, response, discovery.homes());
    discovery.note(url() + " allows the user to act for it");
  }

  @Override
  protected void failed(Exchange exchange, Failure failure) throws Failure {
    boolean hidesNothing = discovery.relatives().hidesNothing(url(), failure);
    if (failure.endsAll() && !hidesNothing) {
      throw failure;
    }
    discovery.note(url() + ": " + failure.getMessage());
    if (!hidesNothing) {
      discovery
          .relatives()
          .failed("the principal " + url() + ", for which the user may act", failure);
    }
  }
}
