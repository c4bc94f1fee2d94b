package caldavbackup.it;

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

  /** Starts it, and lets it make both homes. */
  ServerProcess start() throws Exception {
    ServerProcess server = starter.call();
    for (String user : new String[] {"alice", "bob"}) {
      server.client(user).propfind(server.home(user), "0", "<d:resourcetype/>");
    }
    return server;
  }
}
