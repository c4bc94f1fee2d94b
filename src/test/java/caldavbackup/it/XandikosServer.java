package caldavbackup.it;

import java.io.IOException;
import java.util.List;

/**
 * Xandikos: rewrites what it is given by icalendar. It has one user who need not sign in; bob is
 * that user on a second one.
 */
final class XandikosServer extends ServerProcess {
  private XandikosServer bobs;

  private XandikosServer() throws IOException {
    super("xandikos");
  }

  static XandikosServer start() throws IOException {
    XandikosServer server = new XandikosServer();
    server.start(
        List.of(
            program("xandikos"),
            "serve",
            "-d",
            server.folder.resolve("store").toString(),
            "--current-user-principal",
            "/alice/",
            "--defaults",
            "--listen-address",
            "127.0.0.1",
            "--port",
            String.valueOf(server.port)));
    return server;
  }

  /** Two of them, for alice and for bob. */
  static XandikosServer startForTwo() throws IOException {
    XandikosServer server = start();
    server.bobs = start();
    return server;
  }

  DavClient client() {
    return new DavClient(url(), null, null);
  }

  @Override
  DavClient client(String user) {
    return user.equals("bob") ? bobs.client() : client();
  }

  @Override
  Side side(String user) {
    return user.equals("bob") ? bobs.side("alice") : super.side(user);
  }

  @Override
  List<String> signIn(String user) {
    return List.of();
  }

  @Override
  String home(String user) {
    return "/alice/calendars/";
  }

  @Override
  String principal(String user) {
    return "/alice/";
  }

  @Override
  public void close() {
    super.close();
    if (bobs != null) {
      bobs.close();
    }
  }
}
