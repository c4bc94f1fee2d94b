package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.http.Account;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;

/**
 * All that is learnt of an account's server while it is asked. It belongs to the {@link Account}:
 * runs that share an account share it, and nothing of it is seen by another account.
 *
 * <p>Safe for use by several threads, and so is each of its parts.
 */
public final class ServerProfile {
  /** Property placeholder: names the store of listings in the registry. */
  public static final String LISTINGS = "caldav.listings";

  private final MultigetSize multigets = new MultigetSize();
  private final ByteProof byteProof = new ByteProof();
  private final ServerWord word = new ServerWord();
  private final ListedSample sample = new ListedSample();
  private final RestoreTargets restoreTargets = new RestoreTargets();
  private final Map<String, SchedulingTarget> scheduling = new ConcurrentHashMap<>();
  private volatile boolean syncFails;
  private volatile boolean takesConditions;
  private KeptListings listings;

  /** Nothing is learnt yet. */
  public ServerProfile() {
    // all is learnt by asking
  }

  /** The account's. */
  public static ServerProfile of(Account account) {
    return account.state(ServerProfile.class, ServerProfile::new);
  }

  /**
   * How many objects one multiget may ask for. Learnt from each answer to one; used to cut the next
   * batch into parts.
   */
  public MultigetSize multigets() {
    return multigets;
  }

  /**
   * Whether the bytes that a multiget's answer proves are those that GET gives. Learnt by reading
   * an object of each kind in both ways; used for each answer to a multiget.
   */
  public ByteProof byteProof() {
    return byteProof;
  }

  /**
   * What ETags and lengths say of the bytes that GET gives. Learnt from each object that was read;
   * used to decide whether an answer to GET is the whole object, and the right one.
   */
  public ServerWord word() {
    return word;
  }

  /**
   * The first few objects of each calendar. Learnt from each listing; used where other objects must
   * tell what an ETag is worth.
   */
  public ListedSample sample() {
    return sample;
  }

  /**
   * The listings of earlier runs that are kept of the server's calendars: in the store that the
   * property {@code caldav.listings} names, else by this machine. Written by each complete listing;
   * used in place of one when the calendar has not changed.
   *
   * @param context which of them is decided when first asked for
   * @throws Failure when there is no store of the name
   */
  public synchronized KeptListings listings(CamelContext context) throws Failure {
    if (listings == null) {
      Store store = Store.named(context, LISTINGS, "listings");
      listings = store == null ? KeptListings.ofUser() : KeptListings.in(store, Clock.systemUTC());
    }
    return listings;
  }

  /** The same, where they were asked for before; else those of this machine. */
  public synchronized KeptListings listings() {
    if (listings == null) {
      listings = KeptListings.ofUser();
    }
    return listings;
  }

  /**
   * Whether the server refuses sync-collection (RFC 6578). Learnt while a calendar is listed; used
   * to list the next one in another way.
   */
  public boolean syncFails() {
    return syncFails;
  }

  /** The server refused sync-collection. */
  public void learnSyncFails() {
    syncFails = true;
  }

  /**
   * Whether the server has taken a new object under If-None-Match: then what it refuses, it refuses
   * for itself. Learnt from each write of a restore; used to decide whether to write without the
   * condition.
   */
  public boolean takesConditions() {
    return takesConditions;
  }

  /** The server took a new object under a condition. */
  public void learnTakesConditions() {
    takesConditions = true;
  }

  /**
   * What the server does about the guests of meetings in this calendar. Learnt before a meeting is
   * written into it; used to decide how it may be written so that nobody is mailed.
   *
   * @return null when the server was not asked yet
   */
  public SchedulingTarget scheduling(Calendar calendar) {
    return scheduling.get(calendar.url());
  }

  /** The server does this about the guests of meetings in this calendar. */
  public void learnScheduling(Calendar calendar, SchedulingTarget target) {
    scheduling.put(calendar.url(), target);
  }

  /**
   * The calendars that single objects are restored into. Learnt when the first object of each is
   * restored; used for the others.
   */
  public RestoreTargets restoreTargets() {
    return restoreTargets;
  }
}
