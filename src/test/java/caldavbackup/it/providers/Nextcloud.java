package caldavbackup.it.providers;

import java.io.IOException;
import java.util.Arrays;

/**
 * Nextcloud: a trash bin, deleted and generated calendars and subscriptions in the home, 400 for a
 * UID that is there under another name, few new calendars in an hour, ETag in a header of its own.
 * Guests are mailed unless a header of its own, or sabre/dav's, asks not to.
 */
final class Nextcloud extends SimulatedServer {
  private static final int MAX_NEW_CALENDARS = 10;
  private int made;

  Nextcloud() throws IOException {}

  @Override
  String location() {
    return "caldav+" + url() + "/remote.php/dav/";
  }

  @Override
  String principal() {
    return "/remote.php/dav/principals/users/alice/";
  }

  @Override
  String home() {
    return "/remote.php/dav/calendars/alice/";
  }

  @Override
  String dav() {
    return "1, 3, extended-mkcol, access-control, calendarserver-principal-property-search,"
        + " calendar-access, calendar-proxy, calendar-auto-schedule, calendar-availability,"
        + " nc-calendar-webcal-cache, nc-calendar-search";
  }

  @Override
  boolean isQuiet(Request request) {
    return "false".equals(request.header("x-nc-scheduling"))
        || "F".equals(request.header("Schedule-Reply"));
  }

  @Override
  Answer wellKnown(Request request) {
    return Answer.of(301).with("Location", url() + "/remote.php/dav/");
  }

  @Override
  Answer propfind(Request request) {
    return request.path().equals("/remote.php/dav/")
        ? super.propfind(new Request("PROPFIND", "/", request.headers(), request.body()))
        : super.propfind(request);
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
            home() + "trashbin/", "<d:resourcetype><d:collection/><nc:trash-bin/></d:resourcetype>")
        + response(
            home() + "gone-1/",
            "<d:resourcetype><d:collection/><c:calendar/><nc:deleted-calendar/></d:resourcetype>")
        + response(
            home() + "holidays/",
            "<d:resourcetype><d:collection/><cs:subscribed/></d:resourcetype><d:displayname>Holidays</d:displayname>"
                + "<cs:source><d:href>webcal://example.org/holidays.ics</d:href></cs:source>")
        + response(
            home() + "contact_birthdays/",
            "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Birthdays</d:displayname>")
        + response(
            home() + "app-generated--deck--board-1/",
            "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Deck</d:displayname>");
  }

  @Override
  Answer makeCalendar(Request request) {
    return ++made > MAX_NEW_CALENDARS
        ? Answer.xml(
            429,
            "<d:error xmlns:d='DAV:' xmlns:s='http://sabredav.org/ns'><s:exception>TooManyRequests</s:exception>"
                + "<s:message>Too many calendars created</s:message></d:error>")
        : super.makeCalendar(request);
  }

  @Override
  Answer put(Request request, String path, Collection calendar, String name) {
    String uid = uid(latin(request.body()));
    boolean elsewhere =
        calendar.objects.entrySet().stream()
            .anyMatch(
                e -> !e.getKey().equals(name) && uid != null && uid.equals(uid(e.getValue())));
    if (elsewhere) {
      return Answer.xml(
          400,
          "<d:error xmlns:d='DAV:' xmlns:s='http://sabredav.org/ns'><s:exception>Sabre\\DAV\\Exception\\BadRequest"
              + "</s:exception><s:message>Calendar object with uid already exists in this calendar collection."
              + "</s:message></d:error>");
    }
    Answer answer = super.put(request, path, calendar, name);
    return new Answer(answer.status(), null, new byte[0], java.util.Map.of())
        .with("OC-ETag", "\"" + Integer.toHexString(Arrays.hashCode(latin(request.body()))) + "\"");
  }
}
