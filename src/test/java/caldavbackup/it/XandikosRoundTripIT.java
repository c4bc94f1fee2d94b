package caldavbackup.it;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** From one Xandikos to another. */
class XandikosRoundTripIT extends RoundTrip {
  private static XandikosServer one;
  private static XandikosServer other;

  @BeforeAll
  static void start() throws Exception {
    one = XandikosServer.start();
    other = XandikosServer.start();
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
  }

  @Override
  Side from() {
    return side(one);
  }

  @Override
  Side to() {
    return side(other);
  }

  private static Side side(XandikosServer server) {
    return new Side(server.client(), "/alice/calendars/", server.location(), List.of());
  }

  @Override
  List<String> moreNames() {
    return List.of(
        ".leading dot.ics",
        "..two dots.ics",
        "...ics",
        "question?.ics",
        "star*.ics",
        "quote\".ics",
        "col:on.ics",
        "comma,.ics",
        ".calendar.json",
        "~");
  }
}
