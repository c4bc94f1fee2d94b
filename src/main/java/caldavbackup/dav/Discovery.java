package caldavbackup.dav;

import caldavbackup.account.Failure;
import caldavbackup.account.Hrefs;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of an account so far: filled request by request while {@code
 * direct:caldav-discover} runs.
 */
public final class Discovery {
  private final String location;
  private final List<String> trail = new ArrayList<>();
  private final List<Calendar> calendars = new ArrayList<>();
  private final List<String> homes = new ArrayList<>();
  private String principal;
  private boolean locationIsCalendar;
  private boolean locationIsCollection;
  private boolean locationRead;
  private boolean homeRead;
  private Failure firstFailure;

  Discovery(String location) {
    this.location = location;
  }

  /** The calendars found, in the server's order, wanted or not. */
  public List<Calendar> calendars() {
    return calendars;
  }

  /** The collections that calendars are made in; empty when the location is one calendar. */
  public List<String> homes() {
    return homes;
  }

  /** One line per step: what was asked and what it told. */
  public List<String> trail() {
    return trail;
  }

  String location() {
    return location;
  }

  String principal() {
    return principal;
  }

  boolean isSettled() {
    return locationIsCalendar;
  }

  /**
   * Whether the location said nothing of use, so that the well-known address is asked. A path that
   * is not there is the user's mistake: calendars found elsewhere would not be the ones asked for.
   */
  boolean needsWellKnown() {
    boolean mayLookElsewhere = locationRead || Hrefs.path(location).equals("/");
    return !isSettled() && homes.isEmpty() && principal == null && mayLookElsewhere;
  }

  boolean needsPrincipal() {
    return !isSettled() && homes.isEmpty() && principal != null;
  }

  /**
   * Whether the location may be a calendar home that nobody's principal names, a shared one for
   * example.
   */
  boolean locationMayBeHome() {
    return !isSettled()
        && locationIsCollection
        && !Hrefs.path(location).equals("/")
        && homes.stream().noneMatch(home -> Hrefs.same(home, location));
  }

  /** The answer to PROPFIND Depth 0 of the location, the well-known address or the principal. */
  void learn(String asked, String url, DavResponse response) {
    boolean isLocation = asked.equals(location);
    if (isLocation) {
      locationRead = true;
      locationIsCollection = response.hasType(Names.COLLECTION);
      if (response.hasType(Names.CALENDAR)) {
        locationIsCalendar = true;
        add(Calendar.of(url, response));
        trail.add(asked + " is a calendar");
        return;
      }
    }
    for (String href : response.hrefs(Names.CALENDAR_HOME_SET)) {
      addHome(Hrefs.asCollection(Hrefs.resolve(url, href)));
    }
    List<String> me = response.hrefs(Names.CURRENT_USER_PRINCIPAL);
    if (!me.isEmpty() && principal == null) {
      principal = Hrefs.resolve(url, me.get(0));
    }
    trail.add(
        asked
            + (homes.isEmpty()
                ? (principal == null ? " names no principal" : " names the principal " + principal)
                : " names the calendar home " + String.join(", ", homes)));
  }

  /** One answer to PROPFIND Depth 1 of a home. */
  void learnHome(String home, List<Calendar> found) {
    homeRead = true;
    found.forEach(this::add);
    trail.add(home + " holds " + found.size() + (found.size() == 1 ? " calendar" : " calendars"));
  }

  /** The location itself turned out to hold calendars: nothing outside it is asked for. */
  void scopeToLocation() {
    homes.clear();
    homes.add(Hrefs.asCollection(location));
  }

  void learnFailure(String asked, Failure failure) {
    firstFailure = firstFailure == null ? failure : firstFailure;
    trail.add(asked + ": " + failure.getMessage());
  }

  /** Says why there is nothing to work with; an account whose home is empty is fine. */
  void requireFound() throws Failure {
    if (locationIsCalendar || homeRead) {
      return;
    }
    if (firstFailure != null && !locationRead) {
      throw new Failure(
          firstFailure.kind(),
          "location " + location + ": " + firstFailure.getMessage(),
          firstFailure);
    }
    throw new Failure(
        Failure.Kind.SERVER,
        "no calendars can be found from "
            + location
            + ": the server names neither a principal nor a calendar home"
            + " (is this a CalDAV location, and is username given?)");
  }

  private void addHome(String home) {
    if (homes.stream().noneMatch(known -> Hrefs.same(known, home))) {
      homes.add(home);
    }
  }

  private void add(Calendar calendar) {
    if (calendars.stream().noneMatch(known -> Hrefs.same(known.url(), calendar.url()))) {
      calendars.add(calendar);
    }
  }
}
