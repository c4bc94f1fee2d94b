package caldavbackup.it.providers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Google Calendar's CalDAV: calendars cannot be made, objects are named by their UID, one listed
 * object cannot be read, and the quota is used up now and then (403, not 429). Guests are mailed
 * whatever the request asks for.
 *
 * <p>Sign-in with a bearer token is simulated by a password: this is about CalDAV.
 */
final class Google extends SimulatedServer {
  private int writes;

  Google() throws IOException {}

  @Override
  String home() {
    return "/caldav/v2/alice%40example.org/";
  }

  @Override
  String principal() {
    return "/caldav/v2/alice%40example.org/user";
  }

  @Override
  String dav() {
    return "1, calendar-access, calendar-schedule, calendar-proxy";
  }

  @Override
  Answer before(Request request) {
    if (request.method().equals("PUT") && ++writes % 5 == 3) {
      return Answer.xml(
          403,
          "<errors xmlns='http://schemas.google.com/g/2005'><error><domain>usageLimits</domain>"
              + "<code>rateLimitExceeded</code></error></errors>");
    }
    return null;
  }

  @Override
  Answer makeCalendar(Request request) {
    return Answer.of(405);
  }

  @Override
  List<String> listed(Collection calendar) {
    List<String> names = new ArrayList<>(super.listed(calendar));
    if (!names.isEmpty()) {
      names.add("ghost@import.ics"); // listed, and not to be read
    }
    return names;
  }

  @Override
  String objectResponse(Collection calendar, String href, boolean data) {
    return href.contains("ghost") && !data
        ? response(href, "<d:getetag>\"1\"</d:getetag><d:resourcetype/>")
        : super.objectResponse(calendar, href, data);
  }

  @Override
  String length(byte[] object) {
    return "";
  }

  @Override
  Answer put(Request request, String path, Collection calendar, String name) {
    if (request.header("If-None-Match") != null) {
      return Answer.of(400);
    }
    byte[] object = latin(request.body());
    String own = uid(object) + ".ics";
    boolean there = calendar.objects.containsKey(own);
    calendar.objects.put(own, object);
    return Answer.of(there ? 204 : 201).with("Location", href(path, own));
  }
}
