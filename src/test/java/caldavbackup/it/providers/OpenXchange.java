package caldavbackup.it.providers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * OX App Suite (mailbox.org): a report without a time range shows a sliding window of a year, and a
 * calendar takes one component type.
 */
final class OpenXchange extends SimulatedServer {
  OpenXchange() throws IOException {}

  @Override
  String home() {
    return "/caldav/";
  }

  @Override
  Answer query(Request request, String path, Collection calendar) {
    StringBuilder recent = new StringBuilder();
    calendar.objects.forEach(
        (name, object) -> {
          if (new String(object, StandardCharsets.UTF_8).contains("DTSTART:2026")) {
            recent.append(objectResponse(calendar, href(path, name), false));
          }
        });
    return multistatus(recent.toString());
  }

  @Override
  Answer makeCalendar(Request request) {
    boolean events = request.body().contains("VEVENT") || !request.body().contains("VTODO");
    Answer answer = super.makeCalendar(request);
    Collection made = calendars.get(request.path());
    if (made != null) {
      made.properties.put(
          "c:supported-calendar-component-set",
          "<c:supported-calendar-component-set><c:comp name=\""
              + (events ? "VEVENT" : "VTODO")
              + "\"/></c:supported-calendar-component-set>");
    }
    return answer;
  }

  @Override
  Answer put(Request request, String path, Collection calendar, String name) {
    String allowed = calendar.properties.getOrDefault("c:supported-calendar-component-set", "");
    boolean task = request.body().contains("BEGIN:VTODO");
    if (!allowed.isEmpty() && !allowed.contains(task ? "VTODO" : "VEVENT")) {
      return Answer.xml(
          403,
          "<d:error xmlns:d='DAV:'><c:supported-calendar-component xmlns:c='urn:ietf:params:xml:ns:caldav'/></d:error>");
    }
    return super.put(request, path, calendar, name);
  }
}
