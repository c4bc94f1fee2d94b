package caldavbackup.caldav.scheduling;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import caldavbackup.text.Percent;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Bean {@code caldavScheduling}: the steps of {@code direct:caldav-learn-scheduling} (RFC 6638,
 * section 2). What was learnt is kept with the account, for each calendar.
 *
 * <p>By requests of its own, and only when a meeting is to be written: discovery often needs no
 * principal at all, and the owner of a shared calendar has one of his own.
 */
public final class SchedulingSteps {
  private static final String SEARCH = "CamelCaldavSchedulingSearch";
  private static final String ASKED = "CamelCaldavSchedulingAsked";

  private final Requests requests = new Requests();

  /** What this account knows, by the URL of the calendar. */
  private static final class Known {
    private final Map<String, SchedulingTarget> byCalendar = new ConcurrentHashMap<>();
  }

  /** What the answers have told so far about one calendar. */
  private static final class Search {
    private final Object body;
    private final Set<String> urls = new LinkedHashSet<>();
    private final Map<String, Set<String>> people = new LinkedHashMap<>(); // by principal
    private final Set<String> dav = new HashSet<>();
    private String server;
    private String software;
    private boolean sabre;
    private boolean outbox;
    private boolean placeRead;
    private boolean addressesMissing;

    Search(Object body) {
      this.body = body;
    }

    void person(String principal) {
      if (people.keySet().stream().noneMatch(known -> Hrefs.same(known, principal))) {
        people.put(principal, new HashSet<>());
      }
    }

    void learn(HttpAnswer answer) {
      server = answer.server() == null ? server : answer.server();
      software = answer.software() == null ? software : answer.software();
      dav.addAll(SchedulingTraits.Said.words(answer.dav()));
    }
  }

  /** What is known of the calendar; null when it was not looked for yet. */
  public static SchedulingTarget known(Account account, Calendar calendar) {
    return account.state(Known.class, Known::new).byCalendar.get(calendar.url());
  }

  /** Whether the calendar in the header was not looked at yet. */
  public boolean isUnknown(
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return known(account, calendar) == null;
  }

  /** Keeps the body while the server is asked. */
  public void begin(
      Exchange exchange,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery) {
    Search search = new Search(exchange.getMessage().getBody());
    search.urls.add(calendar.url());
    if (discovery != null) {
      search.urls.addAll(discovery.homes());
      discovery.calendars().forEach(other -> search.urls.add(other.url()));
      if (discovery.principal() != null) {
        search.person(discovery.principal());
      }
    }
    exchange.setProperty(SEARCH, search);
  }

  /** The calendar, and the home that it is to be made in when it is not there yet. */
  public List<String> places(@Header(CaldavConstants.CALENDAR) Calendar calendar) {
    return List.of(calendar.url(), Hrefs.parent(calendar.url()));
  }

  /** Whether no place asked before has told whose it is. */
  public boolean isSearching(@ExchangeProperty(SEARCH) Search search) {
    return !search.placeRead;
  }

  /** OPTIONS of the place in the body. */
  public void askServer(Exchange exchange, @Body String place) {
    exchange.setProperty(ASKED, place);
    requests.options(exchange.getMessage(), place);
  }

  /** Learns what the server can do. */
  public void learnServer(
      @ExchangeProperty(SEARCH) Search search,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http) {
    search.learn(http);
  }

  /** Asks whose the place is. */
  public void askOwner(Exchange exchange, @ExchangeProperty(ASKED) String place) {
    requests.owner(exchange.getMessage(), place);
  }

  /** Learns whose the place is. */
  public void learnOwner(
      @Body InputStream answer,
      @ExchangeProperty(SEARCH) Search search,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws IOException {
    search.learn(http);
    DavResponse response = DiscoverySteps.only(answer, http.url());
    if (response.status() >= 400) {
      return; // a 207 that says inside that nothing is there, as Xandikos does
    }
    search.placeRead = true;
    search.sabre |= response.properties().containsKey(Names.SABRE_SYNC_TOKEN);
    List<String> hrefs = new ArrayList<>(response.hrefs(Names.CURRENT_USER_PRINCIPAL));
    hrefs.addAll(response.hrefs(Names.OWNER));
    for (String href : hrefs) {
      if (!href.isBlank()) {
        String principal = Hrefs.follow(http.url(), href);
        boolean near = Domains.together(Hrefs.host(principal), account.options().location().host());
        if (near) {
          search.person(principal);
        }
        search.addressesMissing |= !near;
      }
    }
  }

  /** The user, and the calendar's owner when that is somebody else. */
  public List<String> principals(@ExchangeProperty(SEARCH) Search search) {
    return List.copyOf(search.people.keySet());
  }

  /** Asks the principal in the body for his addresses. */
  public void askAddresses(Exchange exchange, @Body String principal) {
    exchange.setProperty(ASKED, principal);
    requests.calendarUser(exchange.getMessage(), principal);
  }

  /** Learns his addresses; his principal's own is one of them. */
  public void learnAddresses(
      @Body InputStream answer,
      @ExchangeProperty(SEARCH) Search search,
      @ExchangeProperty(ASKED) String principal,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http)
      throws IOException {
    search.learn(http);
    search.urls.add(http.url());
    DavResponse response = DiscoverySteps.only(answer, http.url());
    search.outbox |= !response.hrefs(Names.SCHEDULE_OUTBOX_URL).isEmpty();
    search.addressesMissing |= !response.properties().containsKey(Names.CALENDAR_USER_ADDRESS_SET);
    Set<String> his = search.people.get(principal);
    his.add(Hrefs.path(http.url()));
    his.addAll(response.hrefs(Names.CALENDAR_USER_ADDRESS_SET));
    his.addAll(addressesIn(http.url()));
  }

  /** Notes that a principal does not tell his addresses. */
  public void tellsNoAddresses(@ExchangeProperty(SEARCH) Search search) {
    search.addressesMissing = true;
  }

  /**
   * Whether the failure is the server's answer to what was asked, and not a connection that broke
   * or a server that was too busy: what these would have told is not known.
   */
  public boolean isAnswer(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return thrown instanceof Failure failure
        && failure.kind() != Failure.Kind.CANCELLED
        && failure.status() >= 400
        && !Retries.isBusy(failure.status());
  }

  /** Keeps what was learnt, and puts the body back. */
  public void settle(
      Exchange exchange,
      @ExchangeProperty(SEARCH) Search search,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    exchange.removeProperty(SEARCH);
    exchange.getMessage().setBody(search.body);
    SchedulingTraits traits =
        SchedulingTraits.of(
            new SchedulingTraits.Said(
                search.urls,
                search.server,
                search.software,
                search.dav,
                search.sabre,
                search.outbox));
    List<Set<String>> people =
        search.addressesMissing ? List.of() : List.copyOf(search.people.values());
    if (!people.isEmpty()) {
      String name = account.options().username(); // the first is the user, the last the owner
      people.get(0).addAll(name == null ? List.of() : addressesIn(name));
      people.get(people.size() - 1).addAll(addressesIn(calendar.url()));
    }
    account
        .state(Known.class, Known::new)
        .byCalendar
        .put(calendar.url(), new SchedulingTarget(traits, people));
  }

  /** Mail addresses among the segments of a URL or name: on Google, a calendar has its own. */
  private static List<String> addressesIn(String text) {
    return Arrays.stream(text.split("/"))
        .map(Percent::decode)
        .filter(segment -> segment.indexOf('@') > 0)
        .toList();
  }
}
