package caldavbackup.it.providers;

import java.io.IOException;

/**
 * Zimbra: paths under {@code /dav/} with the user's address in them, and guests who are mailed
 * whatever the request asks for.
 */
final class Zimbra extends SimulatedServer {
  Zimbra() throws IOException {}

  @Override
  String location() {
    return "caldav+" + url() + principal();
  }

  @Override
  String principal() {
    return "/principals/users/alice@example.org/";
  }

  @Override
  String home() {
    return "/dav/alice@example.org/";
  }

  @Override
  String calendarProperties(String path, Collection calendar) {
    return super.calendarProperties(path, calendar)
        + "<d:owner><d:href>"
        + principal()
        + "</d:href></d:owner>";
  }

  @Override
  String dav() {
    return "1, 2, 3, access-control, calendar-access, calendar-schedule, version-control,"
        + " addressbook, calendar-auto-schedule";
  }
}
