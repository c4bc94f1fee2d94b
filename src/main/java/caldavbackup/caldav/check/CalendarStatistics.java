package caldavbackup.caldav.check;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.caldav.fetch.ExactBytes;
import caldavbackup.caldav.list.Listing;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Failures;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * What a calendar's listing holds, counted, and what its server can do; also bean {@code
 * caldavTally}, which finds it out.
 */
public final class CalendarStatistics {
  /** Exchange property: the statistics of the calendar that is counted. */
  public static final String PROPERTY = "CamelCaldavTally";

  private final List<String> concerns = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private String listedBy;
  private Member sample;
  private String etag = "-";
  private long objects;
  private long bytes;
  private long unproved;
  private long unversioned;

  /** How many objects the calendar holds. */
  public long objects() {
    return objects;
  }

  /** How long they are together, as far as the listing says; 0 when it does not. */
  public long bytes() {
    return bytes;
  }

  /** The request that listed them. */
  public String listedBy() {
    return listedBy;
  }

  /**
   * What an ETag is worth: {@code digest} proves the bytes, {@code version} tells versions apart,
   * {@code none} is missing, {@code -} when there is no object to tell by.
   */
  public String etag() {
    return etag;
  }

  /** By what the server tells that a calendar changed: {@code ctag}, {@code sync}. */
  public List<String> changes() {
    return changes;
  }

  /** What a backup would stumble over. */
  public List<String> concerns() {
    List<String> all = new ArrayList<>(concerns);
    if (unproved > 0 && !etag.equals("digest")) {
      all.add(unproved + " of unknown size: read one by one, because no ETag proves their bytes");
    }
    if (unversioned > 0) {
      all.add(unversioned + " without ETag and date: read anew in every backup");
    }
    return all;
  }

  private void add(Member member) {
    objects++;
    bytes += Math.max(0, member.length());
    unproved += member.length() < 0 && !member.calendar().etagIsDigest() ? 1 : 0;
    unversioned += member.hasVersion() ? 0 : 1;
    sample = sample == null ? member : sample;
  }

  /** The bean's steps. */
  public static final class Steps {
    private final Requests requests = new Requests();

    /** Starts at nothing, and asks how the calendar tells changes. */
    public void begin(Exchange exchange, @Body Calendar calendar) {
      exchange.setProperty(PROPERTY, new CalendarStatistics());
      exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
      requests.traits(exchange.getMessage(), calendar);
    }

    /** Learns how the calendar tells changes. */
    public void learnChanges(
        @Body InputStream answer,
        @Header(CaldavConstants.CALENDAR) Calendar calendar,
        @ExchangeProperty(PROPERTY) CalendarStatistics tally)
        throws IOException {
      DavResponse response = DiscoverySteps.only(answer, calendar.url());
      if (response.text(Names.GETCTAG) != null) {
        tally.changes.add("ctag");
      }
      if (response.text(Names.SYNC_TOKEN) != null) {
        tally.changes.add("sync");
      }
    }

    /** The calendar, for the next step. */
    public Calendar calendar(@Header(CaldavConstants.CALENDAR) Calendar calendar) {
      return calendar;
    }

    /** Notes which request lists the calendar. */
    public void listing(
        @ExchangeProperty(Listing.PROPERTY) Listing listing,
        @ExchangeProperty(PROPERTY) CalendarStatistics tally) {
      tally.listedBy = listing.listedBy().toString();
    }

    /** Counts objects. */
    public void add(
        @Body List<Member> members, @ExchangeProperty(PROPERTY) CalendarStatistics tally) {
      members.forEach(tally::add);
    }

    /** Whether there is an object to try. */
    public boolean hasSample(@ExchangeProperty(PROPERTY) CalendarStatistics tally) {
      return tally.sample != null;
    }

    /** Asks for one object, to see what its ETag is. */
    public void askSample(Exchange exchange, @ExchangeProperty(PROPERTY) CalendarStatistics tally) {
      requests.get(exchange.getMessage(), tally.sample);
    }

    /** Learns what an ETag is worth. */
    public void learnSample(
        @Body byte[] object, @ExchangeProperty(PROPERTY) CalendarStatistics tally) {
      String etag = tally.sample.etag();
      byte[] bytes = object == null ? new byte[0] : object;
      tally.etag = etag == null ? "none" : ExactBytes.isDigest(etag, bytes) ? "digest" : "version";
    }

    /** Notes that the object could not be read. */
    public void sampleFailed(
        Exchange exchange, @ExchangeProperty(PROPERTY) CalendarStatistics tally) {
      Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      tally.concerns.add(
          tally.sample.name() + " cannot be read: " + Failures.of(caught).getMessage());
    }
  }
}
