package caldavbackup.caldav.discover;

import caldavbackup.caldav.Origin;
import caldavbackup.caldav.Requests;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Question;
import caldavbackup.http.Retries;
import caldavbackup.http.Run;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Element;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * PROPFIND Depth 0 during discovery: the type, the current user (RFC 5397) and the calendar homes
 * (RFC 4791, section 6.2.1). A failure is noted; another address may answer.
 */
final class PlaceQuestion extends Question {
  private static final Requests REQUESTS = new Requests();

  private final Discovery discovery;
  private final Options options;
  private final Consumer<Message> request;

  private PlaceQuestion(
      Discovery discovery, Options options, String url, Consumer<Message> request) {
    super(url);
    this.discovery = discovery;
    this.options = options;
    this.request = request;
  }

  /** A request for any address. */
  static PlaceQuestion of(Discovery discovery, Options options, String url) {
    return new PlaceQuestion(discovery, options, url, message -> REQUESTS.describe(message, url));
  }

  /** A request for the location, which is a calendar, with all properties of a calendar. */
  static PlaceQuestion ofCalendar(Discovery discovery, Options options, String url) {
    return new PlaceQuestion(
        discovery,
        options,
        url,
        message -> REQUESTS.calendar(message, url, List.of(Names.GETCTAG)));
  }

  /** A request for the user's principal. */
  static PlaceQuestion ofPrincipal(Discovery discovery, Options options, String url) {
    return new PlaceQuestion(discovery, options, url, message -> REQUESTS.principal(message, url));
  }

  @Override
  protected void write(Message message) {
    request.accept(message);
  }

  @Override
  protected void learn(Exchange exchange) throws IOException {
    HttpAnswer head = head(exchange);
    discovery.learnTraits(head);
    DavResponse response = DiscoverySteps.only(exchange, url());
    if (response.status() >= 400) { // a 207 with the status inside, as Xandikos sends it
      throw new Failure(
          Failure.Kind.SERVER,
          response.status() == 404
              ? "not found on the server"
              : "the server answered " + response.status());
    }
    learn(head.url(), response);
  }

  /** Evaluates the answer at this URL. */
  void learn(String at, DavResponse response) {
    String version = response.text(Names.RADICALE_VERSION);
    if (version != null) {
      discovery.traits().put("server", "Radicale " + version.replaceAll("(?i)^radicale[ /]*", ""));
    }
    boolean isLocation = url().equals(discovery.location().url());
    if (isLocation) {
      discovery.location().learn(at, response);
    }
    learnUser(at, response);
    if (isLocation && Origin.isCalendar(response)) {
      learnCalendar(at, response);
      return;
    }
    for (String href : response.hrefs(Names.CALENDAR_HOME_SET)) {
      String home = discovery.followed(at, href, "a calendar home");
      if (home != null) {
        discovery.addHome(Hrefs.asCollection(home));
      }
    }
    discovery.relatives().learn(at, response);
    if (response.hasType(Names.COLLECTION)) {
      discovery.learnCandidate(Hrefs.asCollection(at));
    }
    discovery.note((Hrefs.same(url(), at) ? url() : url() + " (at " + at + ")") + told());
  }

  private void learnUser(String at, DavResponse response) {
    List<String> me = response.hrefs(Names.CURRENT_USER_PRINCIPAL);
    if (!me.isEmpty() && discovery.principal() == null) {
      discovery.learnPrincipal(discovery.followed(at, me.get(0), "the user's principal"));
    }
    Element user = response.properties().get(Names.CURRENT_USER_PRINCIPAL);
    if (user != null && user.child(Names.UNAUTHENTICATED) != null) {
      discovery.attempts().learnNotSignedIn();
    }
  }

  private void learnCalendar(String at, DavResponse response) {
    discovery.calendars().clear(); // found again, now with all its properties
    discovery.addCalendar(at, response, false);
    if (!discovery.location().isCalendar()) {
      discovery.note(url() + " is a calendar");
    }
    discovery.location().learnCalendar();
  }

  private String told() {
    if (!discovery.homes().isEmpty()) {
      return " names the calendar home " + String.join(", ", discovery.homes());
    }
    return discovery.principal() == null
        ? " names no principal"
        : " names the principal " + discovery.principal();
  }

  /**
   * Ends the search at once for wrong credentials, and for an unreachable server if no other
   * address can be tried.
   */
  @Override
  protected void failed(Exchange exchange, Failure caught) throws Failure {
    Failure failure = caught;
    if (failure.kind() == Failure.Kind.SIGN_IN) {
      failure = hinted(failure);
      if (failure.status() != 401 || !mayAskElsewhere()) {
        Failure refusal = discovery.attempts().refusal();
        throw refusal == null ? failure : refusal;
      }
      discovery.attempts().learnRefusal(failure);
      Run.of(exchange).goElsewhere(); // the account may be at another address than the root
    }
    if (failure.kind() == Failure.Kind.CANCELLED
        || Retries.isBusy(failure.status())
        || (failure.getCause() instanceof IOException && !discovery.needsServices())) {
      throw failure; // no other address of the same server will succeed
    }
    note(failure);
  }

  /**
   * Returns whether another address may be tried after a refused sign-in: the calendars of a host
   * need not be at its root (RFC 6764, section 6).
   */
  private boolean mayAskElsewhere() {
    StartLocation location = discovery.location();
    return !discovery.isOnTheWay()
        && discovery.attempts().mayBeRefused()
        && (location.isBare() || location.isWellKnown());
  }

  /** Notes a failure. The search continues. */
  void note(Failure failure) {
    if (url().equals(discovery.location().url())) {
      discovery.location().learnFailure(failure);
    }
    discovery.attempts().learnFailure(failure);
    if (url().equals(discovery.principal())) {
      discovery.relatives().failed("the user's principal " + url(), failure);
    }
    discovery.note(url() + ": " + failure.getMessage());
  }

  /**
   * Adds a hint: the user part of the location may be only the first half of a user name that is an
   * address.
   */
  private Failure hinted(Failure failure) {
    String user = options.location().user();
    return user == null || user.contains("@") || !user.equals(options.username())
        ? failure
        : new Failure(
            failure.kind(),
            failure.getMessage()
                + ": if the user name is the complete address, give username="
                + user
                + "@"
                + options.location().host(),
            failure.getCause(),
            failure.status());
  }
}
