package caldavbackup.caldav.list;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.profile.KeptListing;
import caldavbackup.caldav.profile.ListedSample;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Bean {@code caldavListing}: the first and the last step of {@code direct:caldav-list}. */
public final class ListingSteps {

  /**
   * Starts a listing. The calendar moves to the header, where later steps find it.
   *
   * @param mayKeep whether what is listed may be kept, and what was kept be used
   * @throws Failure when there is no store of the name in {@code caldav.listings}
   */
  public void begin(
      Exchange exchange,
      @Body Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(CaldavConstants.KEEP_LISTINGS) Boolean mayKeep)
      throws Failure {
    boolean keep =
        Boolean.TRUE.equals(mayKeep)
            && account.options().keepListings()
            && calendar.revision() != null;
    ServerProfile server = ServerProfile.of(account);
    KeptListing kept =
        keep
            ? server.listings(exchange.getContext()).of(account.options().origin(), calendar)
            : null;
    ListingPlan plan = new ListingPlan(calendar.components(), server.syncFails());
    ListedSample sample = server.sample();
    sample.begin(calendar);
    Listing listing = new Listing(calendar, plan, kept, sample);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    exchange.setProperty(CaldavConstants.LISTING, listing);
    Conversation.begin(exchange, listing);
  }

  /**
   * The listed members, in batches of up to a hundred. If the listing is incomplete, the iterator
   * fails after the last batch. Collections in the calendar are passed to discovery.
   */
  public Iterator<List<Member>> members(
      Exchange exchange,
      @ExchangeProperty(CaldavConstants.LISTING) Listing listing,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws IOException {
    if (listing.syncFails()) {
      ServerProfile.of(account).learnSyncFails();
    }
    Discovery discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    if (discovery != null) {
      discovery.folders().foundIn(listing.calendar(), listing.folders());
    }
    Iterator<List<Member>> members = listing.result();
    exchange.setProperty(CaldavConstants.LISTED, listing.objects());
    return members;
  }
}
