package caldavbackup.it.providers;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Zoho: the well-known address answers itself, the root answers nothing, and a multiget of more
 * than a few is silently short.
 */
final class Zoho extends SimulatedServer {
  private static final int MOST = 10;

  Zoho() throws IOException {}

  @Override
  Answer before(Request request) {
    return request.method().equals("PROPFIND") && request.path().equals("/")
        ? Answer.of(501, "Not Implemented")
        : null;
  }

  @Override
  Answer wellKnown(Request request) {
    return multistatus(
        response(
            "/.well-known/caldav",
            "<d:current-user-principal><d:href>"
                + principal()
                + "</d:href></d:current-user-principal>"));
  }

  @Override
  String principal() {
    return "/caldav/1234/user/";
  }

  @Override
  String home() {
    return "/caldav/1234/";
  }

  @Override
  Answer multiget(Request request, String path, Collection calendar) {
    StringBuilder some = new StringBuilder();
    Matcher href = Pattern.compile("<d:href>([^<]*)</d:href>").matcher(request.body());
    for (int i = 0; i < MOST && href.find(); i++) {
      some.append(objectResponse(calendar, href.group(1), true));
    }
    return multistatus(some.toString());
  }
}
