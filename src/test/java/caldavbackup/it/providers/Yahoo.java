package caldavbackup.it.providers;

import java.io.IOException;

/**
 * Yahoo: 401 without a challenge, and a calendar gets another address than the one it was made
 * under.
 */
final class Yahoo extends SimulatedServer {
  Yahoo() throws IOException {}

  @Override
  String principal() {
    return "/principals/users/alice/";
  }

  @Override
  String home() {
    return "/dav/alice/Calendar/";
  }

  @Override
  Answer unauthorized() {
    return Answer.of(401);
  }

  @Override
  Answer makeCalendar(Request request) {
    String asked = request.path();
    String segment = asked.substring(home().length(), asked.length() - 1);
    Request canonical =
        new Request(
            request.method(),
            home() + segment.replace("%20", "_") + "_1/",
            request.headers(),
            request.body());
    Answer answer = super.makeCalendar(canonical);
    return answer.status() == 201 ? answer.with("Location", url() + canonical.path()) : answer;
  }
}
