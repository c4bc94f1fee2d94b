package caldavbackup.it;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** The servers that the same demands are made of. */
enum Server {
  RADICALE(RadicaleServer::start),
  XANDIKOS(XandikosServer::startForTwo),
  SABRE(SabreServer::start),
  CYRUS(CyrusServer::start),
  DAVICAL(DavicalServer::start),
  SOGO(SogoServer::start);

  private final Callable<? extends ServerProcess> starter;

  Server(Callable<? extends ServerProcess> starter) {
    this.starter = starter;
  }

  /** All of them, or the one that {@code make test SERVER=…} names. */
  static List<Server> chosen() {
    String name = System.getProperty("caldav.server", "");
    return Arrays.stream(values())
        .filter(server -> name.isEmpty() || server.tag().equals(name))
        .toList();
  }

  /** The tag of the tests that use it. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Starts it, and lets it make both homes. */
  ServerProcess start() throws Exception {
    ServerProcess server = starter.call();
    for (String user : new String[] {"alice", "bob"}) {
      server.client(user).propfind(server.home(user), "0", "<d:resourcetype/>");
    }
    return server;
  }
}
