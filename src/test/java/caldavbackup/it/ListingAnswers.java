package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.it.FaultyHttp.Fault;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server whose listings say what a test wants, and a folder to back it up into. */
abstract class ListingAnswers {
  static final String FOLDER = "<d:resourcetype><d:collection/></d:resourcetype>";
  static final String CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  static LocalBackup local;

  @TempDir Path temp;
  Path folder;
  FaultServer server;

  @BeforeAll
  static void startRoutes() {
    local = new LocalBackup();
  }

  @AfterAll
  static void stopRoutes() {
    local.close();
  }

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", "a", "b", "c").calendar("home", "x", "y");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  Fault home(String responses) {
    return FaultServer.on(
        "PROPFIND", "/home/", multistatus(FaultServer.response("/home/", FOLDER) + responses));
  }

  static Fault multistatus(String responses) {
    return FaultServer.answer(207, "application/xml", FaultServer.envelope(responses));
  }

  Fault listed(String calendar, UnaryOperator<String> written) {
    return (exchange, body) -> {
      FaultServer.reply(exchange, 207, "application/xml", written.apply(server.listing(calendar)));
      return true;
    };
  }

  /** A calendar of the server at another place. */
  boolean under(HttpExchange exchange, String body, String at, String calendar) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (!path.startsWith(at)) {
      return false;
    }
    String there = "/home/" + calendar + "/";
    String name = path.substring(at.length());
    if (exchange.getRequestMethod().equals("GET")) {
      return server.answerAs(there + name, exchange, body);
    }
    boolean isMultiget = body.contains("calendar-multiget");
    String answer =
        FaultServer.envelope(
            isMultiget
                ? server.multiget(body, calendar)
                : FaultServer.calendarResponse(calendar)
                    + ("1".equals(exchange.getRequestHeaders().getFirst("Depth"))
                        ? server.members(calendar)
                        : ""));
    FaultServer.reply(exchange, 207, "application/xml", answer.replace(there, at));
    return true;
  }

  static String failed(String href, String status) {
    return "<d:response><d:href>"
        + href
        + "</d:href><d:status>"
        + status
        + "</d:status></d:response>";
  }

  static String decoded(String text) {
    return caldavbackup.text.Percent.decode(text);
  }

  LocalBackup.Run backup(String... options) throws IOException {
    return local.run(server.location(), folder, options);
  }

  static void assertWhole(LocalBackup.Run run) {
    assertThat(run.said()).isEmpty();
    assertThat(run.complete()).isTrue();
  }

  Map<String, String> objects(String calendar) {
    try {
      return Vdir.objects(folder.resolve(calendar));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
