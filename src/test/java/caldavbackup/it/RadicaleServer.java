package caldavbackup.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Radicale: rewrites what it is given by vobject. */
final class RadicaleServer extends ServerProcess {
  private RadicaleServer() throws IOException {
    super("radicale");
  }

  static RadicaleServer start() throws IOException {
    RadicaleServer server = new RadicaleServer();
    Path users = Files.writeString(server.folder.resolve("users"), "alice:alice-pw\nbob:bob-pw\n");
    Path config =
        Files.writeString(
            server.folder.resolve("config"),
            """
            [server]
            hosts = 127.0.0.1:%d
            max_connections = 20
            [auth]
            type = htpasswd
            htpasswd_filename = %s
            htpasswd_encryption = plain
            delay = 0
            [storage]
            filesystem_folder = %s
            [logging]
            level = info
            """
                .formatted(server.port, users, server.folder.resolve("store")));
    server.start(List.of(program("python"), "-m", "radicale", "--config", config.toString()));
    return server;
  }

  @Override
  String home(String user) {
    return "/" + user + "/";
  }

  @Override
  String principal(String user) {
    return home(user);
  }

  /** The same, with the location, as Plakar gives them. */
  Map<String, String> options(String user) {
    return Map.of("location", location(), "username", user, "password", user + "-pw");
  }

  /** How many requests of this method the log names. */
  long requests(String method) {
    return log().lines().filter(line -> line.contains(method + " request for")).count();
  }

  /** Writes an object into the storage as it is, past Radicale's own rewriting. */
  void plant(String user, String calendar, String name, String ics) throws IOException {
    Path directory = folder.resolve("store/collection-root").resolve(user).resolve(calendar);
    Files.createDirectories(directory);
    Path props = directory.resolve(".Radicale.props");
    if (!Files.exists(props)) {
      Files.writeString(props, "{\"tag\": \"VCALENDAR\"}");
    }
    Files.write(directory.resolve(name), ics.getBytes(StandardCharsets.UTF_8));
  }
}
