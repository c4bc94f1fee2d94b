package caldavbackup.it;

import java.io.IOException;
import java.util.List;

/** sabre/dav 1.8: keeps every byte, knows neither sync-collection nor scheduling. */
final class SabreServer extends ServerProcess {
  private SabreServer() throws IOException {
    super("sabre");
  }

  static SabreServer start() throws IOException {
    SabreServer server = new SabreServer();
    server.startScript("sabre");
    return server;
  }

  @Override
  String home(String user) {
    return "/calendars/" + user + "/";
  }

  @Override
  String principal(String user) {
    return "/principals/" + user + "/";
  }

  @Override
  List<String> entries() {
    return List.of("/");
  }

  @Override
  boolean keepsBytes() {
    return true;
  }
}
