package com.example.fleet;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;

/** The database of the states: the connections to it, and a server of it for demonstrations. */
final class Database {
  private static final String H2 = "jdbc:h2:tcp://";

  private Database() {}

  /** Connections for all that a worker does at one time. None is opened yet: the database may be away. */
  static HikariDataSource open(Settings settings) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.text("fleet.database.url"));
    config.setUsername(settings.text("fleet.database.user"));
    config.setPassword(settings.text("fleet.database.password"));
    config.setMaximumPoolSize(3 * settings.number("fleet.accounts") + 4); // an account holds one for its lock
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** Serves an H2 database at the address in {@code fleet.database.url}, when that is one of H2. */
  static void serve(Settings settings, Path folder) throws SQLException {
    String url = settings.text("fleet.database.url");
    if (url.startsWith(H2)) {
      int port = URI.create("h2://" + url.substring(H2.length())).getPort();
      String[] words = {"-tcpPort", String.valueOf(port), "-baseDir", folder.toString(), "-ifNotExists"};
      Server.createTcpServer(words).start();
    }
  }
}
