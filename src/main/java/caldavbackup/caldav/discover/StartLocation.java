package caldavbackup.caldav.discover;

import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.io.IOException;

/** The location of the account, where discovery starts, and the results of requests for it. */
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

  /** Evaluates its answer to PROPFIND Depth 0. The URL differs after a redirect. */
  void learn(String at, DavResponse response) {
    hasHostAnswered = true;
    isRead = true;
    answeredAt = at;
    isCollection = response.hasType(Names.COLLECTION);
  }

  /** Notes that it is a calendar, the only one in scope. */
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

  /** The URL that answered, which differs after a redirect. */
  String answeredAt() {
    return answeredAt;
  }

  boolean isCalendar() {
    return isCalendar;
  }

  boolean isRead() {
    return isRead;
  }

  /** Returns whether it is a single object, which cannot be backed up alone. */
  boolean isObject() {
    return isRead && !isCollection && Hrefs.path(answeredAt).endsWith(".ics");
  }

  /**
   * Returns whether it is a collection that may contain calendars, and not the root of its host.
   */
  boolean mayHoldCalendars() {
    return !isCalendar && isCollection && !Hrefs.path(answeredAt).equals("/");
  }

  /** Returns whether it names only a host. */
  boolean isBare() {
    return Hrefs.path(url).equals("/");
  }

  /** The well-known address of its host (RFC 6764, section 5). */
  String wellKnown() {
    return Hrefs.root(url) + "/.well-known/caldav";
  }

  /** Returns whether it is the well-known address of its host, which does not limit the scope. */
  boolean isWellKnown() {
    return Hrefs.same(url, wellKnown());
  }

  /** The root of its host. */
  String root() {
    return Hrefs.root(url) + "/";
  }

  /**
   * Returns whether it is the well-known address, but the server has none, so that the root is
   * tried as for a domain (RFC 6764, section 6).
   */
  boolean leadsToRoot() {
    return isRefused && isWellKnown();
  }

  /**
   * Returns whether its answer was not usable, so that the well-known address is tried. A path that
   * does not exist is the user's mistake: calendars found elsewhere would not be the requested
   * ones.
   */
  boolean leadsToWellKnown() {
    return hasHostAnswered && (isRead || isBare() || leadsToRoot());
  }

  /** Returns whether DNS may have the address of the domain's calendars (RFC 6764, section 6). */
  boolean leadsToServices() {
    return isBare()
        && Hrefs.root(url).lastIndexOf(':') < "https:".length()
        && Domains.mayHaveServices(Hrefs.host(url));
  }
}
