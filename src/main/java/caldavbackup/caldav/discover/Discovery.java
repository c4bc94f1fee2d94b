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
 * What is known of an account so far: filled answer by answer while {@code direct:caldav-discover}
 * runs. {@link Search} says what is asked next, the questions what an answer tells.
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
   * Nothing is known yet.
   *
   * @param hasCredentials whether requests are signed in
   */
  Discovery(String location, boolean hasCredentials) {
    this.location = new StartLocation(location);
    this.attempts = new Attempts(hasCredentials);
  }

  /** The calendars found, in the server's order, wanted or not. */
  public List<Calendar> calendars() {
    return calendars;
  }

  /**
   * The calendars that were found since this was asked before and that the options want: those
   * whose events are wanted, and subscriptions for what they are.
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

  /** The collections that calendars are made in; empty when the location is one calendar. */
  public List<String> homes() {
    return homes;
  }

  /** One line per step: what was asked and what it told. */
  public List<String> trail() {
    return trail;
  }

  /** What the server named and could not be used: a backup without it is not complete. */
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    all.addAll(folders.problems());
    if (!isScoped && !location.isCalendar()) { // else nobody else's calendars are asked for
      all.addAll(relatives.problems());
    }
    return all;
  }

  /** What the server says of itself, by name: {@code server}, {@code dav}. */
  public Map<String, String> traits() {
    return traits;
  }

  /** The URL of the user's principal (RFC 5397), or null. */
  public String principal() {
    return principal;
  }

  /** Collections that may hold calendars. */
  public Folders folders() {
    return folders;
  }

  /** Whether there are collections that may hold calendars and were not entered yet. */
  public boolean hasFolders() {
    return folders.hasMore();
  }

  /** Not all properties of these calendars are known. */
  public void markUnsure(List<Calendar> of, String why) {
    of.forEach(untold::add);
    problems.add(String.join(", ", of.stream().map(Calendar::label).toList()) + ": " + why);
  }

  /** Whether the server did not tell all that the calendar has. */
  public boolean isUnsure(Calendar calendar) {
    return untold.contains(calendar);
  }

  /**
   * A calendar that an earlier run found must say itself that it is gone, when nothing showed it.
   *
   * @param path of the calendar's URL
   * @param name what it is called where it is held
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

  /** What must be asked whether it is there. */
  Doubts doubts() {
    return doubts;
  }

  /** Whether there is a principal, a home or a calendar to go on with. */
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

  /** Whether the principal is to be asked for the homes, or for whom it may act. */
  boolean needsPrincipal(boolean delegated) {
    return !location.isCalendar() && principal != null && (homes.isEmpty() || delegated);
  }

  /**
   * Whether the location may be a calendar home that no principal names, a shared one for example.
   */
  boolean locationMayBeHome() {
    return location.mayHoldCalendars()
        && !isHome(location.answeredAt())
        && !(location.isWellKnown() && isOnTheWay()); // which bounds nothing
  }

  /**
   * The homes that are still to be asked: none when the location held the calendars itself, and
   * when nobody named a home, the collections that answered.
   */
  List<String> homesToAsk() {
    if (isScoped || location.isCalendar()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(isOnTheWay() ? homes : candidates);
    all.addAll(relatives.homes());
    return all;
  }

  /** Whether a home of the user's own, or a collection with calendars, was read. */
  boolean isHomeRead() {
    return isHomeRead;
  }

  /** Notes a step of the search. */
  void note(String line) {
    trail.add(line);
  }

  /** Notes what became of asking the DNS. */
  void noteServices(String line) {
    trail.add(line);
    attempts.learnServices(line);
  }

  /** Notes what makes a backup incomplete. */
  void problem(String sentence) {
    problems.add(sentence);
  }

  /** What the answer's head says of the server; the first to say so is believed. */
  void learnTraits(HttpAnswer answer) {
    if (answer.server() != null) {
      traits.putIfAbsent("server", answer.server());
    }
    if (answer.dav() != null) {
      traits.putIfAbsent("dav", answer.dav());
    }
  }

  /** The user's principal; the first to be named is believed. */
  void learnPrincipal(String url) {
    principal = principal == null ? url : principal;
  }

  /** A collection that answered, and is asked for calendars when no home is named. */
  void learnCandidate(String collection) {
    candidates.add(collection);
  }

  /** Whose the user's own home is: himself under another name. */
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

  /** A home was read, or another collection, and held so many calendars. */
  void learnRead(String home, boolean isOwn, boolean isCounted, int found) {
    isHomeRead |= isOwn || found > 0;
    if (found > 0 && Hrefs.same(home, location.answeredAt())) {
      isScoped = true; // the location itself holds calendars: nothing outside it is asked for
      homes.clear();
      homes.add(Hrefs.asCollection(location.answeredAt()));
    } else if (found > 0 && isCounted) {
      homes.add(home); // a collection that nobody called a home, and is one
    }
  }

  /** A calendar, as a response at this URL shows it. */
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

  /** The href's address, or null and a problem when it is not one to follow. */
  String followed(String base, String href, String what) {
    try {
      String url = HrefTarget.follow(base, href);
      if (Domains.together(Hrefs.host(url), Hrefs.host(location.url()))) {
        return url;
      }
      problems.add(
          what
              + " lies at "
              + Hrefs.root(url)
              + ", outside the domain of "
              + Hrefs.host(location.url())
              + ": not asked; give caldav://"
              + Hrefs.host(url)
              + "/ as location of its own");
    } catch (Failure e) {
      problems.add(what + ": " + e.getMessage());
    }
    return null;
  }
}
