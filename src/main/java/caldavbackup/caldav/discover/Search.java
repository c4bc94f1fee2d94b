package caldavbackup.caldav.discover;

import caldavbackup.http.Account;
import caldavbackup.http.Question;
import caldavbackup.http.Questions;
import caldavbackup.options.Include;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * Chooses the requests that find an account's calendars: from the location, then its well-known
 * address (or the root, if the location was the well-known address), then DNS (RFC 6764); through
 * the principal (RFC 5397) and calendar homes (RFC 4791).
 */
final class Search extends Questions {
  /** The states, in order. */
  enum State {
    /** The location itself. */
    LOCATION,
    /** The location if it is a calendar, with all properties of a calendar. */
    CALENDAR,
    /** The well-known address of the location's host. */
    WELL_KNOWN,
    /** The well-known address, requested by GET. */
    BROWSER,
    /** The target of its redirect. */
    REDIRECTED,
    /** The root of the location's host. */
    ROOT,
    /** Each address that SRV and TXT records name, until one succeeds. */
    SERVICES,
    /** The user's principal. */
    PRINCIPAL,
    /** The location, if it may be a home that no principal names. */
    COLLECTION,
    /** Principals that the user may act for, and those that they name. */
    RELATIVES,
    /** The calendar homes. */
    HOMES,
    /** The collections in homes and calendars that may contain calendars, at any depth. */
    FOLDERS,
    /** Doubtful resources, which are requested individually. */
    DOUBTS
  }

  /** States in which answers may add more requests. */
  private static final EnumSet<State> REPEATED = EnumSet.of(State.RELATIVES, State.FOLDERS);

  private final Discovery discovery;
  private final Account account;
  private final Object body;
  private final boolean isWhole;
  private final Deque<State> ahead;
  private final Deque<Question> waiting = new ArrayDeque<>();
  private State state;
  private String ledTo;

  /** Creates a complete search. Its result is the list of selected calendars. */
  Search(Discovery discovery, Account account) {
    this(discovery, account, State.LOCATION, null);
  }

  /**
   * Creates the rest of a search.
   *
   * @param first the state to start in
   * @param body the result
   */
  Search(Discovery discovery, Account account, State first, Object body) {
    this.discovery = discovery;
    this.account = account;
    this.body = body;
    this.isWhole = first == State.LOCATION;
    this.ahead = new ArrayDeque<>(EnumSet.range(first, State.DOUBTS));
  }

  @Override
  protected Question next() throws Failure {
    if (state == State.SERVICES && discovery.isOnTheWay()) {
      waiting.clear(); // one of them succeeded
    }
    while (waiting.isEmpty() && !ahead.isEmpty()) {
      state = ahead.peek();
      waiting.addAll(questions());
      if (waiting.isEmpty() || !REPEATED.contains(state)) {
        ahead.remove();
      }
    }
    return waiting.poll();
  }

  @Override
  protected Object result() throws Failure {
    if (!isWhole) {
      return body;
    }
    discovery.attempts().requireFound(discovery);
    return discovery.takeWanted(account.options());
  }

  private List<? extends Question> questions() throws Failure {
    StartLocation location = discovery.location();
    return switch (state) {
      case LOCATION -> List.of(place(location.url()));
      case CALENDAR ->
          when(
              location.isCalendar(),
              () -> PlaceQuestion.ofCalendar(discovery, account.options(), location.url()));
      case WELL_KNOWN ->
          when(
              discovery.needsWellKnown()
                  && !location.isWellKnown(), // it was requested as the location
              () -> place(location.wellKnown()));
      case BROWSER ->
          when(
              discovery.needsWellKnown(),
              () -> new BrowserQuestion(location.wellKnown(), url -> ledTo = url));
      case REDIRECTED -> when(ledTo != null, () -> place(ledTo));
      case ROOT -> when(discovery.needsRoot(), () -> place(location.root()));
      case SERVICES -> discovery.needsServices() ? places(Services.of(discovery)) : List.of();
      case PRINCIPAL ->
          when(
              discovery.needsPrincipal(isDelegatedWanted()),
              () -> PlaceQuestion.ofPrincipal(discovery, account.options(), discovery.principal()));
      case COLLECTION ->
          when(
              discovery.locationMayBeHome(),
              () -> new HomeQuestion(discovery, Hrefs.asCollection(location.answeredAt())));
      case RELATIVES -> relatives();
      case HOMES -> homes(discovery.homesToAsk());
      case FOLDERS -> homes(folders());
      case DOUBTS ->
          discovery.doubts().urls().stream().map(url -> new DoubtQuestion(discovery, url)).toList();
    };
  }

  private static List<Question> when(boolean isNeeded, Supplier<Question> question) {
    return isNeeded ? List.of(question.get()) : List.of();
  }

  private Question place(String url) {
    return PlaceQuestion.of(discovery, account.options(), url);
  }

  private List<Question> places(List<String> urls) {
    return urls.stream().map(this::place).toList();
  }

  private List<HomeQuestion> homes(List<String> urls) {
    return urls.stream().map(url -> new HomeQuestion(discovery, url)).toList();
  }

  private boolean isDelegatedWanted() {
    return account.options().include().contains(Include.DELEGATED);
  }

  private List<RelativeQuestion> relatives() {
    if (!isDelegatedWanted()) {
      return List.of();
    }
    discovery.relatives().want();
    return discovery.relatives().take().stream()
        .map(url -> new RelativeQuestion(discovery, url))
        .toList();
  }

  /** All collections except those that the user excludes by name. */
  private List<String> folders() {
    return discovery.folders().take().stream()
        .filter(url -> !account.options().selection().leavesOut(Hrefs.segment(url)))
        .toList();
  }
}
