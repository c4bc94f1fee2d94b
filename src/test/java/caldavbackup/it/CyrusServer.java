package caldavbackup.it;

import java.io.IOException;

/** Cyrus 3.6: keeps what libical would have written too, rewrites the rest; schedules. */
final class CyrusServer extends ServerProcess {
  private CyrusServer() throws IOException {
    super("cyrus");
  }

  static CyrusServer start() throws IOException {
    CyrusServer server = new CyrusServer();
    server.startScript("cyrus", freePort());
    return server;
  }

  @Override
  String home(String user) {
    return "/dav/calendars/user/" + user + "/";
  }

  @Override
  String principal(String user) {
    return "/dav/principals/user/" + user + "/";
  }

  /** GET reads what is stored and writes it anew; a report gives it as it is. */
  @Override
  boolean servesWhatIsStored() {
    return false;
  }
}
