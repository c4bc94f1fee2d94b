package caldavbackup.dav;

import caldavbackup.account.Caldav;
import caldavbackup.account.Failure;
import caldavbackup.account.HttpAnswer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Bean {@code caldavMultistatus}: opens an answer for a split, one item at a time, while it still
 * arrives.
 */
public final class Multistatus {
  /** What a listing may hold before whoever takes it is ready; beyond that the server waits. */
  private static final long LISTING_AHEAD_BYTES = 8L << 20;

  private static final int MEMBER_OVERHEAD_BYTES = 200;

  /**
   * The calendar objects of a PROPFIND Depth 1 on a calendar, once each: not the calendar itself,
   * not collections.
   */
  public Iterator<Member> members(
      @Body InputStream answer,
      @Header(Caldav.CALENDAR) Calendar calendar,
      @ExchangeProperty(Caldav.ANSWER) HttpAnswer http)
      throws IOException {
    String what = "PROPFIND " + calendar.url();
    MultistatusReader reader = new MultistatusReader(DiscoverySteps.body(answer, what), what);
    ListingAnswer listing = new ListingAnswer(reader, calendar, http.url(), new HashSet<>(), false);
    return ahead(calendar, () -> wholly(listing, calendar), listing);
  }

  private static Member wholly(ListingAnswer listing, Calendar calendar) throws IOException {
    Member member = listing.pull();
    if (member == null && listing.outcome().more()) {
      throw Failure.incomplete("the server lists only a part of calendar " + calendar.label());
    }
    return member;
  }

  /** The same objects, as many at a time as one multiget asks for. */
  public Iterator<List<Member>> batches(
      @Body InputStream answer,
      @Header(Caldav.CALENDAR) Calendar calendar,
      @ExchangeProperty(Caldav.ANSWER) HttpAnswer http)
      throws IOException {
    return new Batches((AheadIterator<Member>) members(answer, calendar, http));
  }

  /**
   * Reads an answer ahead within bounds, because servers and proxies cut off a reader that stops
   * for long, and Plakar takes records no faster than it stores objects.
   */
  static AheadIterator<Member> ahead(
      Calendar calendar, AheadIterator.Source<Member> answer, Closeable resource) {
    return new AheadIterator<>(
        "listing " + calendar.segment(),
        LISTING_AHEAD_BYTES,
        answer,
        member -> MEMBER_OVERHEAD_BYTES + member.href().length() * 2L,
        resource);
  }

  /**
   * The answers of a calendar-multiget, in the server's order, each matched to the member that was
   * asked for.
   */
  public Iterator<Multiget.Answer> objects(
      @Body InputStream answer,
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      Exchange exchange)
      throws IOException {
    String what = "REPORT " + exchange.getMessage().getHeader(Caldav.URL);
    MultistatusReader reader = new MultistatusReader(DiscoverySteps.body(answer, what), what);
    return new AnswerIterator(reader, multiget);
  }

  /** Reads on demand; the multiget bounds what is under way. */
  private static final class AnswerIterator extends PullIterator<Multiget.Answer> {
    private final MultistatusReader reader;
    private final Multiget multiget;

    AnswerIterator(MultistatusReader reader, Multiget multiget) {
      this.reader = reader;
      this.multiget = multiget;
    }

    @Override
    protected Multiget.Answer pull() throws IOException {
      for (DavResponse response = reader.next(); response != null; response = reader.next()) {
        Multiget.Answer answer = multiget.answered(response);
        if (answer != null) {
          return answer;
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
