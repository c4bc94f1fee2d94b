package caldavbackup.it;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** From alice to bob on one Radicale. */
class RadicaleRoundTripIT extends RoundTrip {
  private static RadicaleServer radicale;

  @BeforeAll
  static void start() throws Exception {
    radicale = RadicaleServer.start();
    for (String user : List.of("alice", "bob")) {
      radicale.client(user).propfind("/" + user + "/", "0", "<d:resourcetype/>"); // makes the home
    }
  }

  @AfterAll
  static void stop() {
    radicale.close();
  }

  @Override
  Side from() {
    return side("alice");
  }

  @Override
  Side to() {
    return side("bob");
  }

  private static Side side(String user) {
    return new Side(
        radicale.client(user), "/" + user + "/", radicale.location(), radicale.signIn(user));
  }

  @Override
  List<String> moreNames() {
    return List.of("back\\slash.ics");
  }
}
