package caldavbackup.caldav.check;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.http.Question;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** PROPFIND Depth 0 of a calendar: finds how its server reports changes. */
final class ChangesQuestion extends Question {
  private final CalendarStatistics statistics;
  private final Calendar calendar;

  ChangesQuestion(CalendarStatistics statistics, Calendar calendar) {
    super(calendar.url());
    this.statistics = statistics;
    this.calendar = calendar;
  }

  @Override
  protected void write(Message message) {
    new Requests().traits(message, calendar);
  }

  @Override
  protected boolean isRepeated() {
    return false;
  }

  @Override
  protected void learn(Exchange exchange) throws IOException {
    InputStream body = exchange.getMessage().getBody(InputStream.class);
    DavResponse response = DiscoverySteps.only(body, url());
    if (response.text(Names.GETCTAG) != null) {
      statistics.tellsChangesBy("ctag");
    }
    if (response.text(Names.SYNC_TOKEN) != null) {
      statistics.tellsChangesBy("sync");
    }
  }

  @Override
  protected void failed(Exchange exchange, Failure failure) {
    // the server reports none
  }
}
