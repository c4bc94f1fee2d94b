package caldavbackup.it;

import java.io.IOException;
import java.util.List;

/**
 * DAViCal 1.1: keeps the bytes but serves every line end as CRLF, while ETag and length stay those
 * of what was PUT. A principal is also the home.
 */
final class DavicalServer extends ServerProcess {
  private DavicalServer() throws IOException {
    super("davical");
  }

  static DavicalServer start() throws IOException {
    DavicalServer server = new DavicalServer();
    server.startScript("davical");
    return server;
  }

  @Override
  String home(String user) {
    return "/caldav.php/" + user + "/";
  }

  @Override
  String principal(String user) {
    return home(user);
  }

  @Override
  List<String> entries() {
    return List.of("/caldav.php/", "/.well-known/caldav");
  }

  @Override
  boolean servesWhatIsStored() {
    return false;
  }
}
