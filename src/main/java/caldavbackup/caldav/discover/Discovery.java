package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Origin;
import caldavbackup.http.HttpAnswer;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.Element;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of an account so far: filled request by request while {@code
 * direct:caldav-discover} runs.
 */
public final class Discovery {
  /** What web servers answer to PROPFIND that do not know it. */
  private static final Set<Integer> NO_WEBDAV = Set.of(405, 501);

  /** Servers lock accounts that are tried too often. */
  private static final int MAX_REFUSALS = 1;

  private final String location;
  private final boolean hasCredentials;
  private String answeredAt;
  private final List<String> trail = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<Calendar> calendars = new ArrayList<>();
  private final List<String> homes = new ArrayList<>();
  private final List<String> candidates = new ArrayList<>();
  private final Relatives relatives = new Relatives();
  private final Folders folders = new Folders();
  private final Doubts doubts = new Doubts();
  private final List<String> owners = new ArrayList<>();
  private final Set<String> unsure = new HashSet<>();
  private final Map<String, String> traits = new LinkedHashMap<>();
  private String principal;
  private boolean locationIsCalendar;
  private boolean locationIsCollection;
  private boolean locationRead;
  private boolean homeRead;
  private boolean hostAnswered;
  private boolean locationRefused;
  private boolean scoped;
  private boolean notSignedIn;
  private Failure firstFailure;
  private Failure refusal;
  private int refusals;
  private int taken;
  private String services;

  Discovery(String location) {
    this(location, false);
  }

  /**
   * Nothing is known yet.
   *
   * @param hasCredentials whether requests are signed in
   */
  Discovery(String location, boolean hasCredentials) {
    this.location = location;
    this.answeredAt = location;
    this.hasCredentials = hasCredentials;
  }

  /** The calendars found, in the server's order, wanted or not. */
  public List<Calendar> calendars() {
    return calendars;
  }

  /** The calendars that were found since this was asked before. */
  List<Calendar> takeNew() {
    List<Calendar> fresh = List.copyOf(calendars.subList(taken, calendars.size()));
    taken = calendars.size();
    return fresh;
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
    if (!scoped && !locationIsCalendar) { // else nobody else's calendars are asked for
      all.addAll(relatives.problems());
    }
    return all;
  }

  /** What the server says of itself, by name: {@code server}, {@code dav}. */
  public Map<String, String> traits() {
    return traits;
  }

  String location() {
    return location;
  }

  /** Where the location was answered, which is elsewhere after a redirect. */
  String answeredAt() {
    return answeredAt;
  }

  public String principal() {
    return principal;
  }

  Relatives relatives() {
    return relatives;
  }

  /** Collections that may hold calendars. */
  public Folders folders() {
    return folders;
  }

  /** Whether there are collections that may hold calendars and were not entered yet. */
  public boolean hasFolders() {
    return folders.hasMore();
  }

  /** What must be asked whether it is there. */
  Doubts doubts() {
    return doubts;
  }

  /** Whether there is a principal, a home or a calendar to go on with. */
  boolean isOnTheWay() {
    return locationIsCalendar || !homes.isEmpty() || principal != null;
  }

  /** Whether the location is itself a calendar, the only one that is asked for. */
  boolean locationIsCalendar() {
    return locationIsCalendar;
  }

  /**
   * Whether the location said nothing of use, so that the well-known address is asked. A path that
   * is not there is the user's mistake: calendars found elsewhere would not be the ones asked for.
   */
  boolean needsWellKnown() {
    return !isOnTheWay() && hostAnswered && (locationRead || isBare() || needsRoot());
  }

  /**
   * Whether the location is the well-known address and the server has none, so that its root is
   * asked as for a bare domain (RFC 6764, section 6).
   */
  boolean needsRoot() {
    return !isOnTheWay() && locationRefused && locationIsWellKnown();
  }

  /** Whether the location is the well-known address of its host, which bounds nothing. */
  boolean locationIsWellKnown() {
    return Hrefs.same(location, wellKnown());
  }

  /** The well-known address of the location's host. */
  String wellKnown() {
    return Hrefs.root(location) + "/.well-known/caldav";
  }

  /** Whether only the DNS can tell where the domain's calendars are (RFC 6764, section 6). */
  boolean needsServices() {
    return !isOnTheWay()
        && isBare()
        && Hrefs.root(location).lastIndexOf(':') < "https:".length()
        && Domains.mayHaveServices(Hrefs.host(location));
  }

  /** Whether the principal is to be asked for the homes, or for whom it may act. */
  boolean needsPrincipal(boolean delegated) {
    return !locationIsCalendar && principal != null && (homes.isEmpty() || delegated);
  }

  /**
   * Whether the location may be a calendar home that nobody's principal names, a shared one for
   * example.
   */
  boolean locationMayBeHome() {
    boolean known = homes.stream().anyMatch(home -> Hrefs.same(home, answeredAt));
    boolean root = Hrefs.path(answeredAt).equals("/");
    return !locationIsCalendar
        && locationIsCollection
        && !root
        && !known
        && !(locationIsWellKnown() && isOnTheWay()); // which bounds nothing
  }

  private boolean isBare() {
    return Hrefs.path(location).equals("/");
  }

  /** The answer to PROPFIND Depth 0 of the location, the well-known address or the principal. */
  void learn(String asked, String url, DavResponse response) {
    boolean isLocation = asked.equals(location);
    String version = response.text(Names.RADICALE_VERSION);
    if (version != null) {
      traits.put("server", "Radicale " + version.replaceAll("(?i)^radicale[ /]*", ""));
    }
    if (isLocation) {
      hostAnswered = true;
      locationRead = true;
      answeredAt = url;
      locationIsCollection = response.hasType(Names.COLLECTION);
    }
    List<String> me = response.hrefs(Names.CURRENT_USER_PRINCIPAL);
    if (!me.isEmpty() && principal == null) {
      principal = followed(url, me.get(0), "the user's principal");
    }
    Element user = response.properties().get(Names.CURRENT_USER_PRINCIPAL);
    notSignedIn |= user != null && user.child(Names.UNAUTHENTICATED) != null;
    if (isLocation && Origin.isCalendar(response)) {
      calendars.clear(); // learnt a second time, with all its properties
      add(Calendar.of(url, response, Origin.of(url, response, me(), false)));
      learnRefused(url, response);
      if (!locationIsCalendar) {
        trail.add(asked + " is a calendar");
      }
      locationIsCalendar = true;
      return;
    }
    for (String href : response.hrefs(Names.CALENDAR_HOME_SET)) {
      String home = followed(url, href, "a calendar home");
      if (home != null) {
        addHome(Hrefs.asCollection(home));
      }
    }
    relatives.learn(url, response);
    if (response.hasType(Names.COLLECTION)) {
      candidates.add(Hrefs.asCollection(url));
    }
    String there = Hrefs.same(asked, url) ? asked : asked + " (at " + url + ")";
    trail.add(
        there
            + (homes.isEmpty()
                ? (principal == null ? " names no principal" : " names the principal " + principal)
                : " names the calendar home " + String.join(", ", homes)));
  }

  /**
   * The answers to PROPFIND Depth 1 of a home, or of a collection in one.
   *
   * @throws Failure when it holds nothing, not even itself
   */
  void learnHome(String home, String url, List<DavResponse> responses) throws Failure {
    boolean isFolder = folders.isFolder(home);
    boolean delegated = relatives.isHome(home) || folders.isDelegated(home);
    boolean own = homes.stream().anyMatch(known -> Hrefs.same(known, home));
    HomeAnswer answer = new HomeAnswer(url, this::followed);
    responses.forEach(answer::add);
    if (responses.isEmpty()) {
      throw Failure.incomplete("the answer to PROPFIND " + home + " is empty");
    }
    answer.counts().prove(responses.size(), "the answer to PROPFIND " + home);
    answer.problems().forEach(problem -> problems.add(home + ": " + problem));
    String owner = answer.itself() == null ? null : Origin.owner(url, answer.itself());
    if (own && owner != null) {
      owners.add(owner);
    }
    for (HomeAnswer.Found found : answer.calendars()) {
      Origin origin = Origin.of(found.url(), found.response(), me(), delegated);
      add(Calendar.of(found.url(), found.response(), origin));
      learnRefused(found.url(), found.response());
    }
    for (HomeAnswer.Found found : answer.absent()) {
      doubts.add(found.url(), home + " lists " + Hrefs.shown(found.url()) + " as not found");
    }
    int found = answer.calendars().size();
    folders.isAsked(home, delegated);
    folders.isAsked(url, delegated);
    if (own || delegated || isFolder || found > 0) {
      answer.folders().forEach(folder -> folders.found(home, folder));
    }
    homeRead |= own || found > 0;
    trail.add(home + " holds " + found + (found == 1 ? " calendar" : " calendars"));
    if (found > 0 && Hrefs.same(home, answeredAt)) {
      scoped = true; // the location itself holds calendars: nothing outside it is asked for
      homes.clear();
      homes.add(Hrefs.asCollection(answeredAt));
    } else if (found > 0 && !own && !delegated && !isFolder) {
      homes.add(home); // a collection that nobody called a home, and is one
    }
  }

  /**
   * The homes that are still to be asked: none when the location held the calendars itself, and
   * when nobody named a home, the collections that answered.
   */
  List<String> homesToAsk() {
    if (scoped || locationIsCalendar) {
      return List.of();
    }
    List<String> all = new ArrayList<>(isOnTheWay() ? homes : candidates);
    all.addAll(relatives.homes());
    return all;
  }

  /** The answer to PROPFIND Depth 0 of the principal of somebody who lets the user act for him. */
  void learnRelative(String asked, String url, DavResponse response) throws Failure {
    if (response.status() >= 400) {
      throw new Failure(
          Failure.Kind.SERVER, "the server answered " + response.status(), null, response.status());
    }
    relatives.learnRelative(asked, url, response, homes);
    trail.add(asked + " lets the user act for it");
  }

  /** That principal could not be read. */
  void learnRelativeFailure(String asked, Failure failure) {
    trail.add(asked + ": " + failure.getMessage());
    if (!hidesNothing(asked, failure)) {
      relatives.failed("the principal " + asked + ", for which the user may act", failure);
    }
  }

  /** Whether the server refuses what it need not let the user see. */
  boolean hidesNothing(String url, Failure failure) {
    return relatives.isPassedOn(url) && failure.status() / 100 == 4;
  }

  /**
   * A home could not be read: alone it is all there is, beside others it is missing. What nobody
   * called a home need not be one.
   */
  void learnHomeFailure(String home, Failure failure) throws Failure {
    if (folders.isFolder(home)) {
      if (failure.isNotThere()) {
        trail.add(home + ": " + failure.getMessage());
      } else {
        problems.add(
            "the collection "
                + home
                + " may hold calendars, and cannot be looked into: "
                + failure.getMessage()
                + " (exclude_calendars="
                + Hrefs.segment(home)
                + " leaves it out)");
      }
      return;
    }
    boolean named = homes.stream().anyMatch(known -> Hrefs.same(known, home));
    if (relatives.isHome(home) || !named) {
      trail.add(home + ": " + failure.getMessage());
      if (relatives.isHome(home) && !hidesNothing(home, failure)) {
        relatives.failed("calendar home " + home, failure);
      }
      return;
    }
    if (homes.size() == 1) {
      throw failure;
    }
    problems.add("calendar home " + home + ": " + failure.getMessage());
  }

  /**
   * A calendar that an earlier run found must say itself that it is gone, when nothing showed it.
   *
   * @param path of the calendar's URL
   * @param name what it is called where it is held
   */
  public void doubtUnlessFound(String path, String name) {
    String canonical = Hrefs.canonicalPath(path);
    boolean isFound =
        calendars.stream()
            .anyMatch(calendar -> Hrefs.canonicalPath(calendar.url()).equals(canonical));
    if (!isFound) {
      String near =
          homes.stream().filter(home -> isBelow(canonical, home)).findFirst().orElse(answeredAt);
      doubts.add(
          Hrefs.root(near) + path,
          "calendar " + name + " is not in the account's listing any more");
    }
  }

  private static boolean isBelow(String canonical, String home) {
    return canonical.startsWith(Hrefs.canonicalPath(home) + "/");
  }

  /** What a resource said that was asked whether it is there. */
  void learnWhether(String asked, String url, DavResponse response) {
    String itself = Hrefs.inside(url, response.href());
    boolean isKnown =
        calendars.stream()
            .map(Calendar::url)
            .anyMatch(
                known ->
                    Hrefs.same(known, asked)
                        || Hrefs.same(known, url)
                        || (itself != null && Hrefs.same(known, itself)));
    if (response.isAbsent() || isKnown) {
      doubts.isSettled(asked);
    } else {
      problems.add(doubts.problem(asked, "it answers when it is asked itself"));
    }
  }

  /** A resource could not be asked whether it is there; its 404 or 410 says that it is not. */
  void learnWhetherFailure(String asked, Failure failure) {
    if (failure.isNotThere()) {
      doubts.isSettled(asked);
    } else {
      problems.add(doubts.problem(asked, "when it is asked itself: " + failure.getMessage()));
    }
  }

  /**
   * Whether a refused sign-in is not the end yet: the root of a host need not be where its
   * calendars are (RFC 6764, section 6).
   */
  boolean mayAskElsewhere() {
    return !isOnTheWay() && refusals < MAX_REFUSALS && (isBare() || locationIsWellKnown());
  }

  /** The sign-in was refused, and another address is asked. */
  void learnRefusal(Failure failure) {
    refusals++;
    refusal = refusal == null ? failure : refusal;
  }

  /** What was said when the sign-in was refused first, or null. */
  Failure refusal() {
    return refusal;
  }

  void learnFailure(String asked, Failure failure) {
    boolean connected = !(failure.getCause() instanceof IOException);
    hostAnswered |= asked.equals(location) && connected;
    locationRefused |= asked.equals(location) && failure.status() >= 400;
    firstFailure = firstFailure == null ? failure : firstFailure;
    if (asked.equals(principal)) {
      relatives.failed("the user's principal " + asked, failure);
    }
    trail.add(asked + ": " + failure.getMessage());
  }

  /** Notes what became of asking the DNS. */
  void noteServices(String line) {
    trail.add(line);
    services = services == null ? line : services + "; " + line;
  }

  /** Notes what another source than a request said. */
  void note(String line) {
    trail.add(line);
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

  /** Says why there is nothing to work with; an account whose home is empty is fine. */
  void requireFound() throws Failure {
    if (locationRead && !locationIsCollection && Hrefs.path(answeredAt).endsWith(".ics")) {
      throw Failure.option(
          "location "
              + location
              + " is one object, not a calendar: a backup takes whole calendars");
    }
    if (locationIsCalendar || homeRead) {
      if (isNotSignedIn()) { // what anybody may see need not be all
        problems.add(notSignedIn().getMessage());
      }
      return;
    }
    if (isNotSignedIn()) {
      throw notSignedIn();
    }
    if (refusal != null) {
      throw refusal;
    }
    if (!problems.isEmpty()) {
      throw new Failure(
          Failure.Kind.SERVER, "location " + location + ": " + String.join("; ", problems));
    }
    if (firstFailure != null && !locationRead) {
      throw new Failure(
          firstFailure.kind(),
          "location "
              + location
              + ": "
              + firstFailure.getMessage()
              + (NO_WEBDAV.contains(firstFailure.status())
                  ? ": no calendar server answers there, check the address"
                  : "")
              + (services == null ? "" : "; " + services),
          firstFailure);
    }
    throw new Failure(
        Failure.Kind.SERVER,
        "no calendars can be found from "
            + location
            + ": the server names neither a principal nor a calendar home"
            + " (is this a CalDAV location, and is username given?)");
  }

  private boolean isNotSignedIn() {
    return notSignedIn && hasCredentials && principal == null;
  }

  private Failure notSignedIn() {
    return new Failure(
        Failure.Kind.SIGN_IN,
        Hrefs.host(location)
            + " does not accept the sign-in: it says that nobody is signed in (unauthenticated),"
            + " although a user name and password, or a token, were sent");
  }

  /** The href's address, or null and a problem when it is not one to follow. */
  private String followed(String base, String href, String what) {
    try {
      String url = Hrefs.follow(base, href);
      if (!Domains.together(Hrefs.host(url), Hrefs.host(location))) {
        problems.add(
            what
                + " lies at "
                + Hrefs.root(url)
                + ", outside the domain of "
                + Hrefs.host(location)
                + ": not asked; give caldav://"
                + Hrefs.host(url)
                + "/ as location of its own");
        return null;
      }
      return url;
    } catch (Failure e) {
      problems.add(what + ": " + e.getMessage());
      return null;
    }
  }

  private List<String> me() {
    List<String> me = new ArrayList<>(owners);
    if (principal != null) {
      me.add(0, principal);
    }
    return me;
  }

  /** What the calendar has and the server does not show is not what it does not have. */
  private void learnRefused(String url, DavResponse response) {
    response
        .refused()
        .forEach(
            (name, status) -> {
              if (Names.SAVED.contains(name)
                  && DavResponse.isTrouble(status)
                  && !response.properties().containsKey(name)) {
                String problem =
                    "the server answered "
                        + status
                        + " for "
                        + name.getLocalPart()
                        + " of "
                        + Hrefs.path(url);
                if (unsure.add(Hrefs.canonicalPath(url) + name)) {
                  problems.add(problem);
                }
                unsure.add(Hrefs.canonicalPath(url));
              }
            });
  }

  /** Not all properties of these calendars are known. */
  public void isUnsure(List<Calendar> of, String why) {
    of.forEach(calendar -> unsure.add(Hrefs.canonicalPath(calendar.url())));
    problems.add(String.join(", ", of.stream().map(Calendar::label).toList()) + ": " + why);
  }

  /** Whether the server did not tell all that the calendar has. */
  public boolean isUnsure(Calendar calendar) {
    return unsure.contains(Hrefs.canonicalPath(calendar.url()));
  }

  private void addHome(String home) {
    if (homes.stream().noneMatch(known -> Hrefs.same(known, home))) {
      homes.add(home);
    }
  }

  private void add(Calendar calendar) {
    folders.isListed(calendar.url());
    if (calendars.stream().noneMatch(known -> Hrefs.same(known.url(), calendar.url()))) {
      calendars.add(calendar);
    }
  }
}
