package caldavbackup.caldav.scheduling;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.caldav.profile.SchedulingTarget;
import caldavbackup.caldav.profile.SchedulingTraits;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import caldavbackup.text.Percent;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the server's behaviour towards guests and the identity of the user (RFC 6638, section 2):
 * OPTIONS and the owner of the calendar, or of the home in which it will be created; then the
 * addresses of the user and of the owner. Missing information counts as the worst case. The result
 * is stored in the account; the body stays unchanged.
 */
public final class SchedulingQuestions implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private enum Step {
    SERVER,
    OWNER,
    ADDRESSES
  }

  private final Requests requests = new Requests();
  private final Account account;
  private final Calendar calendar;
  private final Object body;
  private final Deque<String> places;
  private final Map<String, Set<String>> people = new LinkedHashMap<>(); // by principal
  private final Set<String> urls = new LinkedHashSet<>();
  private final Set<String> dav = new HashSet<>();
  private Deque<String> principals;
  private Step step = Step.SERVER;
  private String asked;
  private String server;
  private String software;
  private boolean isSabre;
  private boolean hasOutbox;
  private boolean isPlaceRead;
  private boolean areAddressesMissing;

  /**
   * Creates questions about a calendar.
   *
   * @param discovery what is known about the account, or null
   * @param body the body to restore at the end
   */
  public SchedulingQuestions(Account account, Calendar calendar, Discovery discovery, Object body) {
    this.account = account;
    this.calendar = calendar;
    this.body = body;
    places = new ArrayDeque<>(List.of(calendar.url(), Hrefs.parent(calendar.url())));
    urls.add(calendar.url());
    if (discovery != null) {
      urls.addAll(discovery.homes());
      discovery.calendars().forEach(other -> urls.add(other.url()));
      if (discovery.principal() != null) {
        person(discovery.principal());
      }
    }
  }

  private void person(String principal) {
    if (people.keySet().stream().noneMatch(known -> Hrefs.same(known, principal))) {
      people.put(principal, new HashSet<>());
    }
  }

  @Override
  public boolean ask(Exchange exchange) {
    Message message = exchange.getMessage();
    if (step == Step.SERVER && (isPlaceRead || places.isEmpty())) {
      step = Step.ADDRESSES;
      principals = new ArrayDeque<>(people.keySet());
    }
    switch (step) {
      case SERVER -> {
        asked = places.remove();
        requests.options(message, asked);
      }
      case OWNER -> requests.owner(message, asked);
      default -> {
        if (principals.isEmpty()) {
          ServerProfile.of(account).learnScheduling(calendar, target());
          message.setBody(body);
          return false;
        }
        asked = principals.remove();
        requests.calendarUser(message, asked);
      }
    }
    return true;
  }

  @Override
  public void learn(Exchange exchange) throws IOException {
    HttpAnswer http = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    InputStream answer = exchange.getMessage().getBody(InputStream.class);
    server = http.server() == null ? server : http.server();
    software = http.software() == null ? software : http.software();
    dav.addAll(SchedulingTraits.Said.words(http.dav()));
    switch (step) {
      case OWNER -> learnOwner(http, DiscoverySteps.only(answer, http.url()));
      case ADDRESSES -> {
        urls.add(http.url());
        learnAddresses(http, DiscoverySteps.only(answer, http.url()));
      }
      default -> {
        // only the headers matter
      }
    }
    next();
  }

  /** The owner of the place comes after its server, then the next place. */
  private void next() {
    step =
        switch (step) {
          case SERVER -> Step.OWNER;
          case OWNER -> Step.SERVER;
          default -> Step.ADDRESSES;
        };
  }

  private void learnOwner(HttpAnswer http, DavResponse response) throws Failure {
    if (response.status() >= 400) {
      return; // a 207 with a status inside that means "not found", as Xandikos sends it
    }
    isPlaceRead = true;
    isSabre |= response.properties().containsKey(Names.SABRE_SYNC_TOKEN);
    List<String> hrefs = new ArrayList<>(response.hrefs(Names.CURRENT_USER_PRINCIPAL));
    hrefs.addAll(response.hrefs(Names.OWNER));
    for (String href : hrefs) {
      if (!href.isBlank()) {
        String principal = HrefTarget.follow(http.url(), href);
        boolean isNear =
            Domains.together(Hrefs.host(principal), account.options().location().host());
        if (isNear) {
          person(principal);
        }
        areAddressesMissing |= !isNear;
      }
    }
  }

  /** The URL of the principal is one of its addresses. */
  private void learnAddresses(HttpAnswer http, DavResponse response) {
    hasOutbox |= !response.hrefs(Names.SCHEDULE_OUTBOX_URL).isEmpty();
    areAddressesMissing |= !response.properties().containsKey(Names.CALENDAR_USER_ADDRESS_SET);
    Set<String> addresses = people.get(asked);
    addresses.add(Hrefs.path(http.url()));
    addresses.addAll(response.hrefs(Names.CALENDAR_USER_ADDRESS_SET));
    addresses.addAll(addressesIn(http.url()));
  }

  /**
   * Handles a failure. A refusal is a valid answer.
   *
   * @throws Failure when the connection broke or the server was busy, so that the behaviour remains
   *     unknown
   */
  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    boolean isAnswer =
        failure.kind() != Failure.Kind.CANCELLED
            && failure.status() >= 400
            && !Retries.isBusy(failure.status());
    if (!isAnswer) {
      throw failure;
    }
    if (step == Step.ADDRESSES) {
      areAddressesMissing = true;
    } else {
      LOG.debug(failure.getMessage());
    }
    next();
  }

  private SchedulingTarget target() {
    SchedulingTraits traits =
        SchedulingTraits.of(
            new SchedulingTraits.Said(urls, server, software, dav, isSabre, hasOutbox));
    List<Set<String>> all = areAddressesMissing ? List.of() : List.copyOf(people.values());
    if (!all.isEmpty()) {
      String name = account.options().username(); // the first is the user, the last the owner
      all.get(0).addAll(name == null ? List.of() : addressesIn(name));
      all.get(all.size() - 1).addAll(addressesIn(calendar.url()));
    }
    return new SchedulingTarget(traits, all);
  }

  /** Mail addresses among the segments of a URL or name. A Google calendar has its own address. */
  private static List<String> addressesIn(String text) {
    return Arrays.stream(text.split("/"))
        .map(Percent::decode)
        .filter(segment -> segment.indexOf('@') > 0)
        .toList();
  }
}
