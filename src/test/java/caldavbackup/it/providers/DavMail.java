package caldavbackup.it.providers;

import java.io.IOException;

/**
 * DavMail, and Kerio, which is alike: the home is itself the main calendar, objects are called
 * {@code .EML}, ETags stand without quotes, lengths are left out.
 */
final class DavMail extends SimulatedServer {
  DavMail() throws IOException {
    calendars.put(home(), new Collection());
    calendars
        .get(home())
        .properties
        .put("d:displayname", "<d:displayname>Calendar</d:displayname>");
  }

  @Override
  String principal() {
    return "/principals/users/alice@example.org/";
  }

  @Override
  String home() {
    return "/users/alice@example.org/calendar/";
  }

  @Override
  String etag(byte[] object) {
    return Integer.toHexString(java.util.Arrays.hashCode(object));
  }

  @Override
  String length(byte[] object) {
    return "";
  }

  @Override
  Answer propfind(Request request) {
    Answer own = super.propfind(request);
    if (!request.path().equals(home()) || !request.depth1()) {
      return own;
    }
    StringBuilder all =
        new StringBuilder(new String(own.body(), java.nio.charset.StandardCharsets.UTF_8));
    StringBuilder others = new StringBuilder();
    calendars.forEach(
        (path, calendar) -> {
          if (!path.equals(home())) {
            others.append(response(path, calendarProperties(path, calendar)));
          }
        });
    all.insert(all.indexOf("</d:multistatus>"), others);
    return new Answer(207, own.type(), bytes(all.toString()), own.headers());
  }
}
