package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server whose answers to GET are what a test wants, and a folder to back it up into. */
abstract class ObjectAnswers {
  static final String PAGE =
      "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Who are you?</body></html>";
  static LocalBackup backup;

  @TempDir Path temp;
  Path folder;
  FaultServer server;

  @BeforeAll
  static void startRoutes() {
    backup = new LocalBackup();
  }

  @AfterAll
  static void stopRoutes() {
    backup.close();
  }

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", "a b c d e f".split(" "));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static FaultServer.Fault noMultiget() {
    return FaultServer.onMultiget(FaultServer.answer(501, "text/plain", "no such report"));
  }

  /** Whether the listing and multiget tell lengths. */
  FaultServer.Fault lengths(boolean told) {
    return (exchange, body) -> {
      if (told || !body.contains("getetag")) {
        return false;
      }
      String all = new String(server.answerTo(exchange, body), StandardCharsets.UTF_8);
      FaultServer.reply(
          exchange,
          207,
          "application/xml",
          all.replaceAll("<d:getcontentlength>\\d+</d:getcontentlength>", ""));
      return true;
    };
  }

  static FaultServer.Fault either(FaultServer.Fault... faults) {
    return (exchange, body) -> {
      for (FaultServer.Fault fault : faults) {
        if (fault.answer(exchange, body)) {
          return true;
        }
      }
      return false;
    };
  }

  long requests(String line) {
    return server.requests().stream().filter(line::equals).count();
  }

  void assertWhole(LocalBackup.Run run) throws Exception {
    assertThat(run.said()).isEmpty();
    assertThat(run.complete()).isTrue();
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }

  void assertAllBut(String name) throws Exception {
    server.objects("work").remove(name);
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }
}
