package caldavbackup.it.providers;

import java.io.IOException;

/**
 * iCloud: the home is an absolute URL on another host of the same domain, the home itself is listed
 * among its calendars, a query wants a component filter, and a busy server says when to come again.
 */
final class ICloud extends SimulatedServer {
  private int requests;

  ICloud() throws IOException {}

  @Override
  String principal() {
    return "/1234/principal/";
  }

  @Override
  String home() {
    return "/1234/calendars/";
  }

  @Override
  String homeHref() {
    return url() + home();
  }

  @Override
  Answer before(Request request) {
    return ++requests % 7 == 0 ? Answer.of(503).with("Retry-After", "0") : null;
  }

  @Override
  String moreInHome() {
    return response(
            home() + "inbox/",
            "<d:resourcetype><d:collection/><c:schedule-inbox/></d:resourcetype>")
        + response(
            home() + "outbox/",
            "<d:resourcetype><d:collection/><c:schedule-outbox/></d:resourcetype>")
        + response(
            home() + "notification/",
            "<d:resourcetype><d:collection/><cs:notification/></d:resourcetype>");
  }

  @Override
  Answer query(Request request, String path, Collection calendar) {
    return request.body().contains("VEVENT")
        ? super.query(request, path, calendar)
        : multistatus("");
  }
}
