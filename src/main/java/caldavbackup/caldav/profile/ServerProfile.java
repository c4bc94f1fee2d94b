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
 * Everything learnt about the server of an account. It belongs to the {@link Account}: runs on the
 * account share it, and other accounts do not see it.
 *
 * <p>This class and each of its parts are safe for use by several threads.
 */
public final class ServerProfile {
  /** Property placeholder: names the listing store in the registry. */
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

  /** Creates an empty profile. */
  public ServerProfile() {
    // filled by answers of the server
  }

  /** Returns the profile of an account. */
  public static ServerProfile of(Account account) {
    return account.state(ServerProfile.class, ServerProfile::new);
  }

  /**
   * The maximum number of objects in one multiget. Learnt from each answer to one; divides the next
   * batch into parts.
   */
  public MultigetSize multigets() {
    return multigets;
  }

  /**
   * Whether bytes proved by a multiget equal those of GET. Learnt by reading an object of each kind
   * in both ways; used for each answer to a multiget.
   */
  public ByteProof byteProof() {
    return byteProof;
  }

  /**
   * What ETags and lengths say about the bytes of GET. Learnt from each object; used to decide
   * whether an answer to GET is the complete and right object.
   */
  public ServerWord word() {
    return word;
  }

  /**
   * The first few objects of each calendar. Learnt from each listing; used to find out what ETags
   * mean.
   */
  public ListedSample sample() {
    return sample;
  }

  /**
   * Returns the stored listings of earlier runs, in the store that property {@code caldav.listings}
   * names, otherwise on this machine. Each complete listing is stored. It replaces a new listing
   * while the calendar is unchanged.
   *
   * @param context selects the store on the first call
   * @throws Failure when there is no store with that name
   */
  public synchronized KeptListings listings(CamelContext context) throws Failure {
    if (listings == null) {
      Store store = Store.named(context, LISTINGS, "listing");
      listings = store == null ? KeptListings.ofUser() : KeptListings.in(store, Clock.systemUTC());
    }
    return listings;
  }

  /** Returns the listings that the first call selected, otherwise those of this machine. */
  public synchronized KeptListings listings() {
    if (listings == null) {
      listings = KeptListings.ofUser();
    }
    return listings;
  }

  /**
   * Returns whether the server refuses sync-collection (RFC 6578). Learnt from a listing; the next
   * listing then uses another way.
   */
  public boolean syncFails() {
    return syncFails;
  }

  /** Notes that the server refuses sync-collection. */
  public void learnSyncFails() {
    syncFails = true;
  }

  /**
   * Returns whether the server has accepted a new object with If-None-Match, so that a refusal is
   * about the object. Learnt from each write of a restore; used to decide whether to write without
   * the condition.
   */
  public boolean takesConditions() {
    return takesConditions;
  }

  /** Notes that the server accepted a new object with a condition. */
  public void learnTakesConditions() {
    takesConditions = true;
  }

  /**
   * The server's behaviour towards guests of meetings in this calendar. Learnt before the first
   * meeting is written; decides how meetings are written without sending mail.
   *
   * @return null when unknown
   */
  public SchedulingTarget scheduling(Calendar calendar) {
    return scheduling.get(calendar.url());
  }

  /** Notes the server's behaviour towards guests of meetings in this calendar. */
  public void learnScheduling(Calendar calendar, SchedulingTarget target) {
    scheduling.put(calendar.url(), target);
  }

  /**
   * The calendars that single objects are restored into. Learnt from the first object of each; used
   * for the others.
   */
  public RestoreTargets restoreTargets() {
    return restoreTargets;
  }
}
