package caldavbackup.caldav.discover;

import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.util.Set;

/** What did not answer on the way to an account's calendars, and what follows from it. */
final class Attempts {
  /** What web servers answer to PROPFIND that do not know it. */
  private static final Set<Integer> NO_WEBDAV = Set.of(405, 501);

  /** Servers lock accounts that are tried too often. */
  private static final int MAX_REFUSALS = 1;

  private final boolean hasCredentials;
  private boolean isNotSignedIn;
  private Failure first;
  private Failure refusal;
  private int refusals;
  private String services;

  /**
   * Starts with none.
   *
   * @param hasCredentials whether requests are signed in
   */
  Attempts(boolean hasCredentials) {
    this.hasCredentials = hasCredentials;
  }

  /** The server says that nobody is signed in (RFC 5397, section 3). */
  void learnNotSignedIn() {
    isNotSignedIn = true;
  }

  /** An address did not answer. */
  void learnFailure(Failure failure) {
    first = first == null ? failure : first;
  }

  /** The sign-in was refused, and another address is asked. */
  void learnRefusal(Failure failure) {
    refusals++;
    refusal = refusal == null ? failure : refusal;
  }

  /** What became of asking the DNS. */
  void learnServices(String line) {
    services = services == null ? line : services + "; " + line;
  }

  /** What was said when the sign-in was refused first, or null. */
  Failure refusal() {
    return refusal;
  }

  /** Whether a refused sign-in leaves another address to ask. */
  boolean mayBeRefused() {
    return refusals < MAX_REFUSALS;
  }

  /**
   * Says why there is nothing to work with; an account whose home is empty is fine.
   *
   * @throws Failure the first cause that a user can mend
   */
  void requireFound(Discovery discovery) throws Failure {
    StartLocation location = discovery.location();
    boolean isAnonymous = isNotSignedIn && hasCredentials && discovery.principal() == null;
    if (location.isObject()) {
      throw Failure.option(
          "location "
              + location.url()
              + " is one object, not a calendar: a backup takes whole calendars");
    }
    if (location.isCalendar() || discovery.isHomeRead()) {
      if (isAnonymous) { // what anybody may see need not be all
        discovery.problem(notSignedIn(location).getMessage());
      }
      return;
    }
    if (isAnonymous) {
      throw notSignedIn(location);
    }
    if (refusal != null) {
      throw refusal;
    }
    if (!discovery.problems().isEmpty()) {
      throw new Failure(
          Failure.Kind.SERVER,
          "location " + location.url() + ": " + String.join("; ", discovery.problems()));
    }
    throw first != null && !location.isRead() ? notRead(location) : notNamed(location);
  }

  private Failure notRead(StartLocation location) {
    return new Failure(
        first.kind(),
        "location "
            + location.url()
            + ": "
            + first.getMessage()
            + (NO_WEBDAV.contains(first.status())
                ? ": no calendar server answers there, check the address"
                : "")
            + (services == null ? "" : "; " + services),
        first);
  }

  private static Failure notNamed(StartLocation location) {
    return new Failure(
        Failure.Kind.SERVER,
        "no calendars can be found from "
            + location.url()
            + ": the server names neither a principal nor a calendar home"
            + " (is this a CalDAV location, and is username given?)");
  }

  private static Failure notSignedIn(StartLocation location) {
    return new Failure(
        Failure.Kind.SIGN_IN,
        Hrefs.host(location.url())
            + " does not accept the sign-in: it says that nobody is signed in (unauthenticated),"
            + " although a user name and password, or a token, were sent");
  }
}
