package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Origin;
import caldavbackup.http.HttpAnswer;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of discovery, filled by the answers while {@code direct:caldav-discover} runs. {@link
 * Search} chooses the next request, and the questions evaluate the answers.
 */
public final class Discovery {
  private final StartLocation location;
  private final Attempts attempts;
  private final List<String> trail = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<Calendar> calendars = new ArrayList<>();
  private final List<String> homes = new ArrayList<>();
  private final List<String> candidates = new ArrayList<>();
  private final Relatives relatives = new Relatives();
  private final Folders folders = new Folders();
  private final Doubts doubts = new Doubts();
  private final UntoldProperties untold = new UntoldProperties();
  private final List<String> owners = new ArrayList<>();
  private final Map<String, String> traits = new LinkedHashMap<>();
  private String principal;
  private boolean isHomeRead;
  private boolean isScoped;
  private int taken;

  Discovery(String location) {
    this(location, false);
  }

  /**
   * Creates an empty state.
   *
   * @param hasCredentials whether requests carry credentials
   */
  Discovery(String location, boolean hasCredentials) {
    this.location = new StartLocation(location);
    this.attempts = new Attempts(hasCredentials);
  }

  /** All calendars found, in the server's order, whether selected or not. */
  public List<Calendar> calendars() {
    return calendars;
  }

  /**
   * The selected calendars that were found since the last call: calendars with wanted events, and
   * subscriptions for their properties.
   */
  List<Calendar> takeWanted(Options options) {
    List<Calendar> fresh = calendars.subList(taken, calendars.size());
    taken = calendars.size();
    return fresh.stream()
        .filter(calendar -> calendar.isWantedBy(options.selection()))
        .filter(
            calendar ->
                calendar.role() == Calendar.Role.SUBSCRIPTION
                    || calendar.hasWantedEvents(options.include()))
        .toList();
  }

  /**
   * The collections in which calendars are created; empty when the location is a single calendar.
   */
  public List<String> homes() {
    return homes;
  }

  /** One line per step: the request and its result. */
  public List<String> trail() {
    return trail;
  }

  /** The problems that make a backup incomplete. */
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    all.addAll(folders.problems());
    if (!isScoped
        && !location.isCalendar()) { // otherwise calendars of other users are not in scope
      all.addAll(relatives.problems());
    }
    return all;
  }

  /** The information of the server about itself, by name: {@code server}, {@code dav}. */
  public Map<String, String> traits() {
    return traits;
  }

  /** The URL of the user's principal (RFC 5397), or null. */
  public String principal() {
    return principal;
  }

  /** Collections that may contain calendars. */
  public Folders folders() {
    return folders;
  }

  /** Returns whether there are unvisited collections that may contain calendars. */
  public boolean hasFolders() {
    return folders.hasMore();
  }

  /** Notes that some properties of these calendars are unknown. */
  public void markUnsure(List<Calendar> of, String why) {
    of.forEach(untold::add);
    problems.add(String.join(", ", of.stream().map(Calendar::label).toList()) + ": " + why);
  }

  /** Returns whether the server did not return all properties of the calendar. */
  public boolean isUnsure(Calendar calendar) {
    return untold.contains(calendar);
  }

  /**
   * Requests a calendar of an earlier run individually if this run did not find it. Only the answer
   * to that request can show that it was deleted.
   *
   * @param path the path of the calendar's URL
   * @param name its name in the earlier run
   */
  public void doubtUnlessFound(String path, String name) {
    doubts.addUnlessFound(this, path, name);
  }

  StartLocation location() {
    return location;
  }

  Attempts attempts() {
    return attempts;
  }

  Relatives relatives() {
    return relatives;
  }

  /** The resources that must be requested individually. */
  Doubts doubts() {
    return doubts;
  }

  /** Returns whether a principal, a home or a calendar is known. */
  boolean isOnTheWay() {
    return location.isCalendar() || !homes.isEmpty() || principal != null;
  }

  boolean needsWellKnown() {
    return !isOnTheWay() && location.leadsToWellKnown();
  }

  boolean needsRoot() {
    return !isOnTheWay() && location.leadsToRoot();
  }

  boolean needsServices() {
    return !isOnTheWay() && location.leadsToServices();
  }

  /**
   * Returns whether the principal must be asked for its homes, or for the principals that it may
   * act for.
   */
  boolean needsPrincipal(boolean delegated) {
    return !location.isCalendar() && principal != null && (homes.isEmpty() || delegated);
  }

  /**
   * Returns whether the location may be a calendar home that no principal names, for example a
   * shared one.
   */
  boolean locationMayBeHome() {
    return location.mayHoldCalendars()
        && !isHome(location.answeredAt())
        && !(location.isWellKnown()
            && isOnTheWay()); // the well-known address does not limit the scope
  }

  /**
   * The homes to request. Empty if the location itself contains the calendars. If no home is named,
   * the collections that answered.
   */
  List<String> homesToAsk() {
    if (isScoped || location.isCalendar()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(isOnTheWay() ? homes : candidates);
    all.addAll(relatives.homes());
    return all;
  }

  /** Returns whether a home of the user, or a collection with calendars, was read. */
  boolean isHomeRead() {
    return isHomeRead;
  }

  /** Notes a step of discovery. */
  void note(String line) {
    trail.add(line);
  }

  /** Notes the result of a DNS look-up. */
  void noteServices(String line) {
    trail.add(line);
    attempts.learnServices(line);
  }

  /** Notes a problem that makes a backup incomplete. */
  void problem(String sentence) {
    problems.add(sentence);
  }

  /** Notes the information of the server about itself; the first value counts. */
  void learnTraits(HttpAnswer answer) {
    if (answer.server() != null) {
      traits.putIfAbsent("server", answer.server());
    }
    if (answer.dav() != null) {
      traits.putIfAbsent("dav", answer.dav());
    }
  }

  /** Notes the user's principal; the first one counts. */
  void learnPrincipal(String url) {
    principal = principal == null ? url : principal;
  }

  /** Notes a collection that answered. It is asked for calendars if no home is named. */
  void learnCandidate(String collection) {
    candidates.add(collection);
  }

  /** Notes the owner of the user's home, which is another name of the user. */
  void learnOwner(String owner) {
    owners.add(owner);
  }

  boolean isHome(String url) {
    return homes.stream().anyMatch(known -> Hrefs.same(known, url));
  }

  void addHome(String home) {
    if (!isHome(home)) {
      homes.add(home);
    }
  }

  /** Notes that a home or another collection was read, with its number of calendars. */
  void learnRead(String home, boolean isOwn, boolean isCounted, int found) {
    isHomeRead |= isOwn || found > 0;
    if (found > 0 && Hrefs.same(home, location.answeredAt())) {
      isScoped = true; // the location itself contains calendars: nothing outside of it is requested
      homes.clear();
      homes.add(Hrefs.asCollection(location.answeredAt()));
    } else if (found > 0 && isCounted) {
      homes.add(home); // a collection that no property names as a home, but that is one
    }
  }

  /** Adds a calendar from the response at this URL. */
  void addCalendar(String url, DavResponse response, boolean delegated) {
    List<String> me = new ArrayList<>(owners);
    if (principal != null) {
      me.add(0, principal);
    }
    Calendar calendar = Calendar.of(url, response, Origin.of(url, response, me, delegated));
    folders.noteListed(calendar.url());
    if (calendars.stream().noneMatch(known -> Hrefs.same(known.url(), calendar.url()))) {
      calendars.add(calendar);
    }
    problems.addAll(untold.learn(url, response));
  }

  /** The address of the href. If it must not be followed: null, and a problem. */
  String followed(String base, String href, String what) {
    try {
      String url = HrefTarget.follow(base, href);
      if (Domains.together(Hrefs.host(url), Hrefs.host(location.url()))) {
        return url;
      }
      problems.add(
          what
              + " is at "
              + Hrefs.root(url)
              + ", outside the domain of "
              + Hrefs.host(location.url())
              + ": not requested; give caldav://"
              + Hrefs.host(url)
              + "/ as the location of a separate account");
    } catch (Failure e) {
      problems.add(what + ": " + e.getMessage());
    }
    return null;
  }
}
