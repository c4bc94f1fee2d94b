package caldavbackup.it;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Radicale behind a gate that lets in who has a token of an authorization server. */
abstract class BearerContract {
  static RadicaleServer radicale;

  @TempDir Path home;
  AuthorizationServer tokens;
  BearerProxy calendars;

  @BeforeAll
  static void startServer() throws Exception {
    radicale = RadicaleServer.start();
  }

  @AfterAll
  static void stopServer() {
    radicale.close();
  }

  @BeforeEach
  void startTokens() throws Exception {
    tokens = new AuthorizationServer();
    calendars = new BearerProxy(radicale, tokens, "alice");
  }

  @AfterEach
  void stopTokens() {
    calendars.close();
    tokens.close();
  }
}
