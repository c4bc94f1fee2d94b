package caldavbackup.it;

import java.io.IOException;
import java.util.List;

/** Xandikos with one user, alice, who need not sign in. */
final class XandikosServer extends ServerProcess {
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

  DavClient client() {
    return new DavClient(url(), null, null);
  }
}
