package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Requests;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Retries;
import caldavbackup.http.Run;
import caldavbackup.options.Include;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;

/**
 * Bean {@code caldavDiscovery}: what each step of {@code direct:caldav-discover} asks and learns
 * (RFC 6764, RFC 5397, RFC 4791).
 */
public final class DiscoverySteps {
  /** Exchange property: the {@link Discovery} under way, or done. */
  public static final String DISCOVERY = "CamelCaldavDiscovery";

  private static final String ASKED = "CamelCaldavAsked";
  private static final String QUESTION = "CamelCaldavQuestion";
  private final Requests requests = new Requests();

  /** Starts with nothing known but the account's location. */
  public void begin(Exchange exchange, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws Failure {
    if (account == null) {
      throw Failure.option(
          "exchange property '"
              + CaldavConstants.ACCOUNT
              + "' is missing: set it with bean caldavAccounts, method of");
    }
    Options options = account.options();
    boolean hasCredentials = options.password() != null || options.oauth() != null;
    exchange.setProperty(
        DISCOVERY, new Discovery(options.location().http().toString(), hasCredentials));
  }

  /** Asks the location, which is a calendar, for all that a calendar has. */
  public void askCalendar(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    String url = discovery.location();
    pose(exchange, url, message -> requests.calendar(message, url, List.of(Names.GETCTAG)));
  }

  public boolean locationIsCalendar(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.locationIsCalendar();
  }

  /** Asks the location itself. */
  public void askLocation(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    ask(exchange, discovery.location());
  }

  /** Asks the well-known address of the location's host (RFC 6764, section 5). */
  public void askWellKnown(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    ask(exchange, discovery.wellKnown());
  }

  /** Looks where the well-known address leads a browser: some redirect nothing but GET. */
  public void lookAtWellKnown(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    exchange.removeProperty(CaldavConstants.ANSWER);
    requests.look(exchange.getMessage(), discovery.wellKnown());
  }

  /** Where it led, whatever is there for a browser; null when it did not lead anywhere. */
  public String whereItLed(
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http) {
    return http == null || Hrefs.same(http.url(), discovery.wellKnown()) ? null : http.url();
  }

  /** Asks the root of the location's host. */
  public void askRoot(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    ask(exchange, Hrefs.root(discovery.location()) + "/");
  }

  /** Asks an address that another answer, or the DNS, told of. */
  public void askCandidate(Exchange exchange, @Body String url) {
    ask(exchange, url);
  }

  /** Asks the user's principal (RFC 5397). */
  public void askPrincipal(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    String url = discovery.principal();
    pose(exchange, url, message -> requests.principal(message, url));
  }

  /** Asks the server at an address what it can do. */
  public void askServer(Exchange exchange, @Body String url) {
    requests.options(exchange.getMessage(), url);
  }

  /** Learns what the server says of itself. */
  public void learnServer(
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http) {
    if (http != null) {
      discovery.learnTraits(http);
    }
  }

  /** Asks what lies directly in the location. */
  public void askInside(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    askHome(exchange, Hrefs.asCollection(discovery.answeredAt()));
  }

  /** Asks a calendar home what it holds. */
  public void askHome(Exchange exchange, @Body String home) {
    pose(exchange, home, message -> requests.home(message, home));
  }

  /** Learns from the answer to a PROPFIND Depth 0. */
  public void learn(
      @Body InputStream answer,
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http)
      throws IOException {
    discovery.learnTraits(http);
    DavResponse response = only(answer, asked, http);
    if (response.status() >= 400) { // a 207 that says it inside, as Xandikos does
      throw new Failure(
          Failure.Kind.SERVER,
          response.status() == 404
              ? "not found on the server"
              : "the server answered " + response.status());
    }
    discovery.learn(asked, http.url(), response);
  }

  /** Learns from the answer to a PROPFIND Depth 1 of a home. */
  public void learnHome(
      @Body InputStream answer,
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http)
      throws IOException {
    discovery.learnTraits(http);
    discovery.learnHome(
        asked, http.url(), MultistatusReader.all(answer, "PROPFIND " + asked, http.contentType()));
  }

  /** Whether there are collections that may hold calendars and were not entered yet. */
  public boolean hasFolders(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.hasFolders();
  }

  /** Those collections, but for what the user leaves out by name. */
  public List<String> folders(
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return discovery.folders().take().stream()
        .filter(url -> !account.options().selection().leavesOut(Hrefs.segment(url)))
        .toList();
  }

  /** What must be asked whether it is there. */
  public List<String> doubts(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.doubts().urls();
  }

  /** Asks a resource whether it is there. */
  public void askWhether(Exchange exchange, @Body String url) {
    ask(exchange, url);
  }

  /** Learns whether it is there. */
  public void learnWhether(
      @Body InputStream answer,
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http)
      throws IOException {
    discovery.learnWhether(asked, http.url(), only(answer, asked, http));
  }

  /** It cannot be asked; its own 404 or 410 says that it is gone. */
  public void learnWhetherFailure(
      Exchange exchange,
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked)
      throws Failure {
    Failure failure = answerTo(exchange, asked, discovery);
    if (failure != null) {
      discovery.learnWhetherFailure(asked, failure);
    }
  }

  /**
   * Notes that a step failed; wrong credentials end the search at once, and so does a server that
   * cannot be reached unless there is another one to ask.
   */
  public void learnFailure(
      Exchange exchange,
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws Failure {
    Failure failure = caught(exchange);
    if (asksAgain(exchange, failure)) {
      return;
    }
    if (failure.kind() == Failure.Kind.SIGN_IN) {
      failure = hinted(failure, account.options());
      if (failure.status() != 401 || !discovery.mayAskElsewhere()) {
        throw discovery.refusal() == null ? failure : discovery.refusal();
      }
      discovery.learnRefusal(failure);
      Run.of(exchange).goElsewhere(); // the root need not be where the account is
    }
    if (failure.kind() == Failure.Kind.CANCELLED
        || Retries.isBusy(failure.status())
        || (failure.getCause() instanceof IOException && !discovery.needsServices())) {
      throw failure; // no other address of the same server will do better
    }
    discovery.learnFailure(exchange.getProperty(ASKED, String.class), failure);
  }

  /** Notes that a home could not be read, unless it is the only one. */
  public void learnHomeFailure(
      Exchange exchange,
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked)
      throws Failure {
    Failure failure = answerTo(exchange, asked, discovery);
    if (failure != null) {
      discovery.learnHomeFailure(asked, failure);
    }
  }

  public boolean needsWellKnown(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.needsWellKnown();
  }

  /** Whether the well-known address was not the location, which was asked first. */
  public boolean hasNotAskedWellKnown(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return !discovery.locationIsWellKnown();
  }

  /** Whether the root may know what the well-known address, given as location, does not. */
  public boolean needsRoot(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.needsRoot();
  }

  public boolean needsServices(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.needsServices();
  }

  /** Whether the search goes on. */
  public boolean isSearching(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return !discovery.isOnTheWay();
  }

  /** Whether the principal must be asked: for the homes, or for those it may act for. */
  public boolean needsPrincipal(
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return discovery.needsPrincipal(account.options().include().contains(Include.DELEGATED));
  }

  public boolean locationMayBeHome(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.locationMayBeHome();
  }

  /** The homes that are still to be asked: none when the location held the calendars itself. */
  public List<String> homes(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.homesToAsk();
  }

  /**
   * The calendars that the account's selection wants: those whose events are wanted, and
   * subscriptions for what they are. An error when not even a home was found.
   */
  public List<Calendar> wanted(
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws Failure {
    discovery.requireFound();
    return wantedOnesSince(discovery, account);
  }

  /** Those of them that were found in collections after the others were handed on. */
  public List<Calendar> wantedOnesSince(
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return discovery.takeNew().stream()
        .filter(calendar -> calendar.isWantedBy(account.options().selection()))
        .filter(
            calendar ->
                calendar.role() == Calendar.Role.SUBSCRIPTION || hasWantedEvents(calendar, account))
        .toList();
  }

  /** Whether the calendar's events are wanted, not only what it is. */
  public boolean hasWantedEvents(
      @Body Calendar calendar, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return calendar.hasWantedEvents(account.options().include());
  }

  /** Those of the calendars whose events are wanted. */
  public List<Calendar> withWantedEvents(
      @Body List<Calendar> calendars, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return calendars.stream().filter(calendar -> hasWantedEvents(calendar, account)).toList();
  }

  /** The location's user may be only the first half of an address that is the whole name. */
  private static Failure hinted(Failure failure, Options options) {
    String user = options.location().user();
    return user == null || user.contains("@") || !user.equals(options.username())
        ? failure
        : new Failure(
            failure.kind(),
            failure.getMessage()
                + ": if the whole address is the user name, give username="
                + user
                + "@"
                + options.location().host(),
            failure.getCause(),
            failure.status());
  }

  /**
   * The failure that is the answer to what was asked; null when the same is asked again.
   *
   * @throws Failure what was caught, when it ends the run
   */
  private static Failure answerTo(Exchange exchange, String asked, Discovery discovery)
      throws Failure {
    Failure failure = caught(exchange);
    if (asksAgain(exchange, failure)) {
      return null;
    }
    if (failure.endsAll() && !discovery.hidesNothing(asked, failure)) {
      throw failure;
    }
    return failure;
  }

  private static Failure caught(Exchange exchange) {
    return Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
  }

  private void ask(Exchange exchange, String url) {
    pose(exchange, url, message -> requests.describe(message, url));
  }

  private static void pose(Exchange exchange, String url, Consumer<Message> request) {
    exchange.setProperty(ASKED, url);
    exchange.setProperty(QUESTION, new Question(request));
    request.accept(exchange.getMessage());
  }

  /** One request, and how often its answer was no whole one. */
  private static final class Question {
    private final Consumer<Message> request;
    private int broken;
    private boolean waits = true;

    Question(Consumer<Message> request) {
      this.request = request;
    }
  }

  /** Whether the question is not answered yet. */
  public boolean isAsking(Exchange exchange) {
    Question question = exchange.getProperty(QUESTION, Question.class);
    boolean waits = question.waits;
    if (waits && question.broken > 0) {
      question.request.accept(exchange.getMessage());
    }
    question.waits = false;
    return waits;
  }

  /** How long to wait before the next request, in milliseconds: after an answer that broke off. */
  public long pause(Exchange exchange) {
    Question question = exchange.getProperty(QUESTION, Question.class);
    return question.waits ? Retries.pause(exchange, question.broken) : 0;
  }

  /** Whether the answer broke off, so that the same is asked again: a web page is none that did. */
  private static boolean asksAgain(Exchange exchange, Failure failure) {
    Question question = exchange.getProperty(QUESTION, Question.class);
    HttpAnswer http = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    String type = http == null || http.contentType() == null ? "" : http.contentType();
    if (question == null
        || failure.kind() != Failure.Kind.INCOMPLETE
        || type.toLowerCase(Locale.ROOT).contains("html")
        || question.broken >= Retries.most(exchange)) {
      return false;
    }
    question.broken++;
    question.waits = true;
    return true;
  }

  public static DavResponse only(InputStream answer, String asked) throws IOException {
    return only(answer, asked, null);
  }

  private static DavResponse only(InputStream answer, String asked, HttpAnswer http)
      throws IOException {
    try (MultistatusReader reader =
        new MultistatusReader(
            answer, "PROPFIND " + asked, http == null ? null : http.contentType())) {
      DavResponse response = reader.next();
      if (response == null) {
        throw Failure.incomplete("the answer to PROPFIND " + asked + " is empty");
      }
      while (reader.next() != null) {
        // Depth 0 has one response; anything more is read only to see the end
      }
      return response;
    }
  }
}
