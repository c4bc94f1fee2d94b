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
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Bean {@code caldavListing}: the beginning and the end of {@code direct:caldav-list}. */
public final class ListingSteps {

  /**
   * Starts; the calendar moves to the header, where those who take its objects find it.
   *
   * @param mayKeep whether what is listed may be kept on this machine, and what was kept be used
   */
  public void begin(
      Exchange exchange,
      @Body Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(CaldavConstants.KEEP_LISTINGS) Boolean mayKeep) {
    boolean keep =
        Boolean.TRUE.equals(mayKeep)
            && account.options().keepListings()
            && calendar.revision() != null;
    ServerProfile server = ServerProfile.of(account);
    KeptListing kept = keep ? server.listings().of(account.options().origin(), calendar) : null;
    ListingPlan plan = new ListingPlan(calendar.components(), server.syncFails());
    ListedSample sample = server.sample();
    sample.begin(calendar);
    Listing listing = new Listing(calendar, plan, kept, sample);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    exchange.setProperty(CaldavConstants.LISTING, listing);
    Conversation.begin(exchange, listing);
  }

  /**
   * What was listed, in batches of up to a hundred; a listing that is not complete fails after the
   * last of them. Collections in the calendar are left to whoever looks for calendars.
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
