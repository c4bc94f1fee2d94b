package caldavbackup.it;

import java.io.IOException;

/**
 * sabre/dav 1.8: keeps every byte, knows neither sync-collection nor scheduling, and has no
 * well-known address.
 */
final class SabreServer extends ServerProcess {
  private SabreServer() throws IOException {
    super("sabre");
  }

  static SabreServer start() throws IOException {
    SabreServer server = new SabreServer();
    server.startScript("sabre");
    return server;
  }

  /** The same, which lets nobody in by Basic. */
  static SabreServer startWithDigest() throws IOException {
    SabreServer server = new SabreServer();
    server.environment.put("SABRE_DIGEST", "1");
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
  boolean keepsBytes() {
    return true;
  }
}
