package caldavbackup.caldav.list;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavListing}: the steps of {@code direct:caldav-list}. */
public final class ListingSteps {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** What a listing may hold before whoever takes it is ready; beyond that the server waits. */
  private static final long AHEAD_BYTES = 8L << 20;

  private static final int MEMBER_OVERHEAD_BYTES = 200;
  private static final int MAX_ABSENT = 50;
  private static final String ABSENT = "CamelCaldavAbsent";
  private final Requests requests = new Requests();

  /** What was learnt of an account's server while its calendars were listed. */
  private static final class Learnt {
    private volatile boolean syncFails;
  }

  /**
   * Starts; the calendar moves to the header, where those who take its objects find it.
   *
   * @param mayKeep whether what is listed may be kept on this machine, and what was kept be used
   */
  public void begin(
      Exchange exchange,
      @Body Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(CaldavConstants.KEEP_LISTINGS) Boolean mayKeep)
      throws Failure {
    Failure.requireProperty(exchange.getProperty(CaldavConstants.LIST_TO), CaldavConstants.LIST_TO);
    boolean keep =
        Boolean.TRUE.equals(mayKeep)
            && account.options().keepListings()
            && calendar.revision() != null;
    KeptListing kept =
        keep ? KeptListings.of(account).of(account.options().origin(), calendar) : null;
    ListingPlan plan = new ListingPlan(calendar.components(), learnt(account).syncFails);
    ListedSample.of(account).begin(calendar);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    exchange.setProperty(Listing.PROPERTY, new Listing(calendar, plan, kept));
  }

  /** Whether the calendar is as it was when it was listed to its end, and that is kept. */
  public boolean isKept(@ExchangeProperty(Listing.PROPERTY) Listing listing) {
    return listing.isKept();
  }

  /** Whether one of the kept objects must be looked at before the others are believed. */
  public boolean needsSample(@ExchangeProperty(Listing.PROPERTY) Listing listing)
      throws IOException {
    return listing.needsSample() && listing.kept().sample(listing.calendar()) != null;
  }

  /** Asks for what a listing would say of that object now. */
  public void askSample(Exchange exchange, @ExchangeProperty(Listing.PROPERTY) Listing listing)
      throws IOException {
    requests.member(exchange.getMessage(), listing.kept().sample(listing.calendar()));
  }

  /** Compares it with what the listing said of it then. */
  public void compareSample(
      @Body InputStream body, @ExchangeProperty(Listing.PROPERTY) Listing listing)
      throws IOException {
    Member then = listing.kept().sample(listing.calendar());
    for (DavResponse response : MultistatusReader.all(body, "PROPFIND " + then.url())) {
      Member now = Member.of(listing.calendar(), response);
      if (Objects.equals(now.etag(), then.etag())
          && now.length() == then.length()
          && then.lastModified().equals(now.lastModified())) {
        listing.sampleIsSame();
      }
    }
  }

  /** The objects that were kept, as many at a time as one multiget asks for. */
  public Iterator<List<Member>> kept(
      @ExchangeProperty(Listing.PROPERTY) Listing listing,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws IOException {
    LOG.debug("calendar {} did not change since it was listed", listing.calendar().label());
    return new Batches(listing.kept().read(listing.calendar()), ListedSample.of(account));
  }

  /** Whether something is left to ask. */
  public boolean hasMore(@ExchangeProperty(Listing.PROPERTY) Listing listing) {
    return listing.plan().hasMore();
  }

  /** Asks in the way that is next. */
  public void ask(Exchange exchange, @ExchangeProperty(Listing.PROPERTY) Listing listing) {
    ListingPlan.Ask ask = listing.next();
    switch (ask.way()) {
      case PROPFIND -> requests.members(exchange.getMessage(), listing.calendar());
      case SYNC ->
          requests.sync(exchange.getMessage(), listing.calendar(), ask.argument(), ask.most());
      case QUERY -> requests.query(exchange.getMessage(), listing.calendar(), ask.argument());
      case QUERY_ANY -> requests.query(exchange.getMessage(), listing.calendar(), null);
    }
  }

  /**
   * The objects in the answer that no answer named before, while it still arrives.
   *
   * <p>It is read ahead within bounds, because servers and proxies cut off a reader that stops for
   * long, and Plakar takes records no faster than it stores objects.
   */
  public Iterator<List<Member>> members(
      @Body InputStream body,
      @ExchangeProperty(Listing.PROPERTY) Listing listing,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws IOException {
    ListingAnswer answer = listing.read(body, http);
    return new Batches(
        new AheadIterator<>(
            "listing " + listing.calendar().segment(),
            AHEAD_BYTES,
            answer::pull,
            member -> MEMBER_OVERHEAD_BYTES + member.href().length() * 2L,
            answer),
        ListedSample.of(account),
        listing::taken);
  }

  /** These go to somebody who may fail by himself. */
  public void handing(
      @Body List<Member> members, @ExchangeProperty(Listing.PROPERTY) Listing listing) {
    listing.handing(members);
  }

  /** The answer was read to its end. */
  public void answered(@ExchangeProperty(Listing.PROPERTY) Listing listing) throws Failure {
    listing.answered();
  }

  /**
   * The server does not list in this way.
   *
   * @throws Failure what was caught, when it means something else
   */
  public void refused(
      Exchange exchange,
      @ExchangeProperty(Listing.PROPERTY) Listing listing,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws Failure {
    Failure failure = Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    if (listing.askAgain(failure, Retries.most(exchange))) {
      return;
    }
    if (!listing.isRefusal(failure)) {
      throw failure;
    }
    listing.refused(failure);
    learnt(account).syncFails |= listing.plan().syncFails();
  }

  /** How long to wait before the next request, in milliseconds: after an answer that broke off. */
  public long pause(Exchange exchange, @ExchangeProperty(Listing.PROPERTY) Listing listing) {
    return Retries.pause(exchange, listing.broken());
  }

  /**
   * What was listed as not there (404): it was deleted in between, or the server errs.
   *
   * @throws Failure when there is more of it than a server can have lost in between
   */
  public List<String> absent(@ExchangeProperty(Listing.PROPERTY) Listing listing) throws Failure {
    List<String> absent = List.copyOf(listing.absent().values());
    if (absent.size() > MAX_ABSENT) {
      throw Failure.incomplete("it lists " + absent.size() + " objects as not found");
    }
    return absent;
  }

  /** Asks what was listed as not there. */
  public void askAbsent(
      Exchange exchange, @Body String url, @ExchangeProperty(Listing.PROPERTY) Listing listing) {
    exchange.setProperty(ABSENT, url);
    requests.member(exchange.getMessage(), new Member(listing.calendar(), url, null, -1, null));
  }

  /** Learns whether it is there. */
  public void learnAbsent(
      @Body InputStream body,
      @ExchangeProperty(ABSENT) String url,
      @ExchangeProperty(Listing.PROPERTY) Listing listing)
      throws IOException {
    if (MultistatusReader.all(body, "PROPFIND " + url).stream().anyMatch(one -> !one.isAbsent())) {
      listing.isThere(url);
    }
  }

  /**
   * It cannot be asked.
   *
   * @throws Failure what was caught, unless that says that it is not there
   */
  public void absentFailed(Exchange exchange) throws Failure {
    Failure failure = Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    if (!failure.isNotThere()) {
      throw failure;
    }
  }

  /**
   * Fails unless all objects were named and all responses understood. Collections in the calendar
   * are left to whoever looks for calendars.
   */
  public void prove(Exchange exchange, @ExchangeProperty(Listing.PROPERTY) Listing listing)
      throws Failure {
    Discovery discovery = exchange.getProperty(DiscoverySteps.DISCOVERY, Discovery.class);
    if (discovery != null) {
      discovery.folders().foundIn(listing.calendar(), listing.folders());
    }
    listing.prove();
  }

  /** The end, whatever happened. */
  public void end(@ExchangeProperty(Listing.PROPERTY) Listing listing) {
    listing.end();
  }

  private static Learnt learnt(Account account) {
    return account.state(Learnt.class, Learnt::new);
  }
}
