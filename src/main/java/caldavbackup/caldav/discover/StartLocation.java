package caldavbackup.caldav.discover;

import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.io.IOException;

/** The account's location, where a search begins, and what became of asking it. */
final class StartLocation {
  private final String url;
  private String answeredAt;
  private boolean isCalendar;
  private boolean isCollection;
  private boolean isRead;
  private boolean isRefused;
  private boolean hasHostAnswered;

  StartLocation(String url) {
    this.url = url;
    this.answeredAt = url;
  }

  /** It answered PROPFIND Depth 0 at this URL, which is another one after a redirect. */
  void learn(String at, DavResponse response) {
    hasHostAnswered = true;
    isRead = true;
    answeredAt = at;
    isCollection = response.hasType(Names.COLLECTION);
  }

  /** It is itself a calendar, the only one that is asked for. */
  void learnCalendar() {
    isCalendar = true;
  }

  void learnFailure(Failure failure) {
    hasHostAnswered |= !(failure.getCause() instanceof IOException);
    isRefused |= failure.status() >= 400;
  }

  String url() {
    return url;
  }

  /** Where it was answered, which is elsewhere after a redirect. */
  String answeredAt() {
    return answeredAt;
  }

  boolean isCalendar() {
    return isCalendar;
  }

  boolean isRead() {
    return isRead;
  }

  /** Whether it is one object, of which no backup is taken. */
  boolean isObject() {
    return isRead && !isCollection && Hrefs.path(answeredAt).endsWith(".ics");
  }

  /** Whether it is a collection that may hold calendars, and not the root of its host. */
  boolean mayHoldCalendars() {
    return !isCalendar && isCollection && !Hrefs.path(answeredAt).equals("/");
  }

  /** Whether it names a host alone. */
  boolean isBare() {
    return Hrefs.path(url).equals("/");
  }

  /** The well-known address of its host (RFC 6764, section 5). */
  String wellKnown() {
    return Hrefs.root(url) + "/.well-known/caldav";
  }

  /** Whether it is the well-known address of its host, which bounds nothing. */
  boolean isWellKnown() {
    return Hrefs.same(url, wellKnown());
  }

  /** The root of its host. */
  String root() {
    return Hrefs.root(url) + "/";
  }

  /**
   * Whether it is the well-known address and the server has none, so that the root is asked as for
   * a bare domain (RFC 6764, section 6).
   */
  boolean leadsToRoot() {
    return isRefused && isWellKnown();
  }

  /**
   * Whether it said nothing of use, so that the well-known address is asked. A path that is not
   * there is the user's mistake: calendars found elsewhere would not be the ones asked for.
   */
  boolean leadsToWellKnown() {
    return hasHostAnswered && (isRead || isBare() || leadsToRoot());
  }

  /** Whether the DNS may tell where the domain's calendars are (RFC 6764, section 6). */
  boolean leadsToServices() {
    return isBare()
        && Hrefs.root(url).lastIndexOf(':') < "https:".length()
        && Domains.mayHaveServices(Hrefs.host(url));
  }
}
