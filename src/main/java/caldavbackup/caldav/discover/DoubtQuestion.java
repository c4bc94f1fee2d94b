package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Requests;
import caldavbackup.http.Question;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * PROPFIND Depth 0 of a known resource that no listing shows. Only its own 404 or 410 proves that
 * it was deleted.
 */
final class DoubtQuestion extends Question {
  private static final Requests REQUESTS = new Requests();

  private final Discovery discovery;

  DoubtQuestion(Discovery discovery, String url) {
    super(url);
    this.discovery = discovery;
  }

  @Override
  protected void write(Message message) {
    REQUESTS.describe(message, url());
  }

  @Override
  protected void learn(Exchange exchange) throws IOException {
    String at = head(exchange).url();
    DavResponse response = DiscoverySteps.only(exchange, url());
    if (response.isAbsent() || isKnown(at, HrefTarget.inside(at, response.href()))) {
      discovery.doubts().settle(url());
    } else {
      remains("a request for it succeeds");
    }
  }

  /** Returns whether it is a calendar that was found under another URL. */
  private boolean isKnown(String at, String itself) {
    return discovery.calendars().stream()
        .map(Calendar::url)
        .anyMatch(
            known ->
                Hrefs.same(known, url())
                    || Hrefs.same(known, at)
                    || (itself != null && Hrefs.same(known, itself)));
  }

  @Override
  protected void failed(Exchange exchange, Failure failure) throws Failure {
    if (failure.endsAll() && !discovery.relatives().hidesNothing(url(), failure)) {
      throw failure;
    }
    if (failure.isNotThere()) {
      discovery.doubts().settle(url());
    } else {
      remains("a request for it fails: " + failure.getMessage());
    }
  }

  private void remains(String why) {
    discovery.problem(discovery.doubts().problem(url(), why));
  }
}
