package caldavbackup.it.providers;

import java.io.IOException;
import java.util.Map;

/**
 * Fastmail, which is Cyrus: objects are rewritten when written, no ETag comes back then, and a
 * refusal is 403 with a precondition.
 */
final class Fastmail extends SimulatedServer {
  Fastmail() throws IOException {}

  @Override
  String location() {
    return "caldav+" + url() + "/dav/";
  }

  @Override
  String principal() {
    return "/dav/principals/user/alice@example.org/";
  }

  @Override
  String home() {
    return "/dav/calendars/user/alice@example.org/";
  }

  @Override
  Answer wellKnown(Request request) {
    return Answer.of(301).with("Location", url() + "/dav/calendars");
  }

  @Override
  Answer propfind(Request request) {
    return request.path().matches("/dav/(calendars)?")
        ? super.propfind(new Request("PROPFIND", "/", request.headers(), request.body()))
        : super.propfind(request);
  }

  @Override
  Answer put(Request request, String path, Collection calendar, String name) {
    if (request.body().contains("METHOD:")) {
      return Answer.xml(
          403,
          "<d:error xmlns:d='DAV:'><c:valid-calendar-data xmlns:c='urn:ietf:params:xml:ns:caldav'/></d:error>");
    }
    String rewritten = request.body().replaceAll("\r\nX-JMAP-[^\r]*", "");
    calendar.objects.put(name, latin(rewritten));
    return new Answer(201, null, new byte[0], Map.of());
  }
}
