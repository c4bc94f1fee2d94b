package caldavbackup.caldav.check;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.list.Listing;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.http.Questions;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Bean {@code caldavCheck}: the steps of {@code direct:caldav-count}. */
public final class CheckSteps {
  /**
   * Starts at nothing, and asks how the calendar tells changes; the result is the calendar, for the
   * listing.
   */
  public void askChanges(Exchange exchange, @Body Calendar calendar) {
    CalendarStatistics statistics = new CalendarStatistics();
    exchange.setProperty(CalendarStatistics.PROPERTY, statistics);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    Conversation.begin(
        exchange, Questions.of(calendar, List.of(new ChangesQuestion(statistics, calendar))));
  }

  /** Counts objects. */
  public void add(
      @Body List<Member> members,
      @ExchangeProperty(CalendarStatistics.PROPERTY) CalendarStatistics statistics) {
    members.forEach(statistics::add);
  }

  /** Notes which request lists the calendar, and tries one object; the result is what was found. */
  public void trySample(
      Exchange exchange,
      @ExchangeProperty(Listing.PROPERTY) Listing listing,
      @ExchangeProperty(CalendarStatistics.PROPERTY) CalendarStatistics statistics) {
    statistics.isListedBy(listing.listedBy().toString());
    Member sample = statistics.sample();
    Conversation.begin(
        exchange,
        Questions.of(
            statistics,
            sample == null ? List.of() : List.of(new SampleQuestion(statistics, sample))));
  }
}
