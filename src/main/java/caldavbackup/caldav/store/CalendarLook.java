package caldavbackup.caldav.store;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.properties.OtherProperties;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.xml.namespace.QName;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PROPFIND Depth 0 of a calendar's URL. The result is the calendar; null when nothing exists there.
 */
public final class CalendarLook implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final Requests requests = new Requests();
  private final Calendar calendar;
  private Calendar there;
  private boolean isAsked;

  /** Looks up a calendar with its properties, including the dead properties of the given one. */
  public CalendarLook(Calendar calendar) {
    this.calendar = calendar;
  }

  /** The calendar on the server, or null. */
  public Calendar there() {
    return there;
  }

  @Override
  public boolean ask(Exchange exchange) {
    if (isAsked) {
      exchange.setProperty(CaldavConstants.THERE, there);
      exchange.getMessage().setBody(there);
      return false;
    }
    isAsked = true;
    requests.calendar(exchange.getMessage(), calendar.url(), otherNames());
    return true;
  }

  @Override
  public void learn(Exchange exchange) throws IOException {
    InputStream answer = exchange.getMessage().getBody(InputStream.class);
    List<DavResponse> responses = MultistatusReader.all(answer, "PROPFIND " + calendar.url());
    if (responses.isEmpty() || List.of(404, 410).contains(responses.get(0).status())) {
      return;
    }
    DavResponse response = responses.get(0);
    if (!response.hasType(Names.CALENDAR)) {
      throw new Failure(
          Failure.Kind.SERVER,
          "a resource that is not a calendar already exists at " + calendar.url());
    }
    there =
        Calendar.of(calendar.url(), response)
            .withOthers(OtherProperties.of(response, otherNames()));
  }

  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    if (!failure.isNotThere()) {
      throw failure;
    }
    LOG.debug("{} does not exist yet", calendar.url());
  }

  private List<QName> otherNames() {
    return calendar.details().others().stream().map(other -> QName.valueOf(other.name())).toList();
  }
}
