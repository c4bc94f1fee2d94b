package caldavbackup.caldav.discover;

import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.util.Set;

/** The failed requests during discovery, and the failure that follows from them. */
final class Attempts {
  /** The statuses of web servers that do not support PROPFIND. */
  private static final Set<Integer> NO_WEBDAV = Set.of(405, 501);

  /** Servers lock accounts after repeated failures. */
  private static final int MAX_REFUSALS = 1;

  private final boolean hasCredentials;
  private boolean isNotSignedIn;
  private Failure first;
  private Failure refusal;
  private int refusals;
  private String services;

  /**
   * Creates an empty record.
   *
   * @param hasCredentials whether requests carry credentials
   */
  Attempts(boolean hasCredentials) {
    this.hasCredentials = hasCredentials;
  }

  /** Notes that the server reports an unauthenticated user (RFC 5397, section 3). */
  void learnNotSignedIn() {
    isNotSignedIn = true;
  }

  /** Notes an address that did not answer. */
  void learnFailure(Failure failure) {
    first = first == null ? failure : first;
  }

  /** Notes a refused sign-in, after which another address is tried. */
  void learnRefusal(Failure failure) {
    refusals++;
    refusal = refusal == null ? failure : refusal;
  }

  /** Notes the result of a DNS look-up. */
  void learnServices(String line) {
    services = services == null ? line : services + "; " + line;
  }

  /** The failure of the first refused sign-in, or null. */
  Failure refusal() {
    return refusal;
  }

  /** Returns whether another address may be tried after a refused sign-in. */
  boolean mayBeRefused() {
    return refusals < MAX_REFUSALS;
  }

  /**
   * Fails if discovery found nothing to work with. An account with an empty home is valid.
   *
   * @throws Failure the first cause that a user can correct
   */
  void requireFound(Discovery discovery) throws Failure {
    StartLocation location = discovery.location();
    boolean isAnonymous = isNotSignedIn && hasCredentials && discovery.principal() == null;
    if (location.isObject()) {
      throw Failure.option(
          "location "
              + location.url()
              + " is a single object, not a calendar: give the calendar that contains it");
    }
    if (location.isCalendar() || discovery.isHomeRead()) {
      if (isAnonymous) { // the calendars visible to anonymous users may not be all
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
                ? ": this is not a CalDAV server, check the address"
                : "")
            + (services == null ? "" : "; " + services),
        first);
  }

  private static Failure notNamed(StartLocation location) {
    return new Failure(
        Failure.Kind.SERVER,
        "no calendars found from "
            + location.url()
            + ": the server names neither a principal nor a calendar home"
            + " (is this a CalDAV location, and did you give username?)");
  }

  private static Failure notSignedIn(StartLocation location) {
    return new Failure(
        Failure.Kind.SIGN_IN,
        Hrefs.host(location.url())
            + " ignores the sign-in: it reports an unauthenticated user,"
            + " although a user name and password, or a token, were sent");
  }
}
