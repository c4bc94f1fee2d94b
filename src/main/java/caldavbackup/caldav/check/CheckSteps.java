package caldavbackup.caldav.check;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Members;
import caldavbackup.caldav.list.Listing;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.http.Questions;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;

/** Bean {@code caldavCheck}: the steps of {@code direct:caldav-check}. */
public final class CheckSteps {
  /**
   * Starts new statistics and asks how the server reports changes. The result is the calendar, for
   * the listing.
   */
  public void askChanges(Exchange exchange) {
    Calendar calendar = exchange.getMessage().getBody(Calendar.class);
    CalendarStatistics statistics = new CalendarStatistics();
    exchange.setProperty(CaldavConstants.STATISTICS, statistics);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    Conversation.begin(
        exchange, Questions.of(calendar, List.of(new ChangesQuestion(statistics, calendar))));
  }

  /**
   * Counts the listing in the body, notes the request that returned it, and tests one object. The
   * result is the statistics.
   */
  public void countAndTrySample(Exchange exchange) throws IOException {
    CalendarStatistics statistics =
        exchange.getProperty(CaldavConstants.STATISTICS, CalendarStatistics.class);
    Members.forEach(exchange, statistics::add);
    statistics.noteListedBy(
        exchange.getProperty(CaldavConstants.LISTING, Listing.class).listedBy().toString());
    Member sample = statistics.sample();
    Conversation.begin(
        exchange,
        Questions.of(
            statistics,
            sample == null ? List.of() : List.of(new SampleQuestion(statistics, sample))));
  }
}
