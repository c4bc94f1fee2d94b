package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects and busy servers: the request comes again, with its method and its body. */
class RedirectIT {
  /** As many as are worth a multiget. */
  private static final String[] OBJECTS = "a b c d e f g h i j k l".split(" ");

  @TempDir Path temp;
  private Path folder;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", OBJECTS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void a_redirected_propfind_and_report_keep_method_body_and_depth(int status) throws Exception {
    Map<String, String> bodies = new ConcurrentHashMap<>();
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          bodies.put(exchange.getRequestMethod() + " " + path, body);
          if (!path.startsWith("/dav/")) {
            return FaultServer.header(status, "Location", "/dav" + path).answer(exchange, body);
          }
          return server.answerAs(path.substring("/dav".length()), exchange, body);
        });
    assertBackedUp(backup());
    assertThat(bodies).hasSizeGreaterThan(6);
    assertThat(bodies.keySet()).anyMatch(line -> line.startsWith("REPORT /dav/"));
    bodies.forEach(
        (line, body) -> {
          if (!line.contains(" /dav/")) {
            assertThat(bodies.get(line.replace(" /", " /dav/"))).as(line).isEqualTo(body);
          }
        });
    assertThat(server.requests()).noneMatch(line -> line.startsWith("POST"));
  }

  @Test
  void a_put_is_redirected_with_all_its_bytes() throws Exception {
    assertBackedUp(backup());
    try (FaultServer other = FaultServer.start().calendar("work")) {
      other.fault(
          FaultServer.on(
              "PUT",
              "/home/work/b.ics",
              FaultServer.times(1, FaultServer.header(308, "Location", "/home/work/b.ics"))));
      PluginProcess.Run run = PluginProcess.run("restore", folder.toString(), other.location());
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(other.objects("work")).isEqualTo(server.objects("work"));
      assertThat(other.requests("PUT")).isEqualTo(OBJECTS.length + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void a_busy_server_is_asked_again_when_it_says_so(String after) throws Exception {
    server.fault(FaultServer.times(3, FaultServer.header(429, "Retry-After", after)));
    assertBackedUp(backup());
    assertThat(server.requests().stream().filter("PROPFIND /"::equals)).hasSize(3 + 1);
  }

  @Test
  void a_busy_server_is_asked_again_in_the_midst_of_everything() throws Exception {
    server.fault(
        (exchange, body) -> {
          String line = exchange.getRequestMethod() + exchange.getRequestURI();
          return firstOf(line)
              && FaultServer.header(503, "Retry-After", "0").answer(exchange, body);
        });
    assertBackedUp(backup());
    try (FaultServer other = FaultServer.start()) {
      seen.clear();
      other.fault(
          (exchange, body) -> {
            String line = exchange.getRequestMethod() + exchange.getRequestURI();
            return firstOf(line)
                && FaultServer.header(503, "Retry-After", "0").answer(exchange, body);
          });
      PluginProcess.Run run = PluginProcess.run("restore", folder.toString(), other.location());
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(other.objects("work")).isEqualTo(server.objects("work"));
    }
  }

  private final Map<String, Boolean> seen = new ConcurrentHashMap<>();

  private boolean firstOf(String line) {
    return seen.put(line, true) == null;
  }

  @Test
  void a_server_that_stays_busy_is_given_up_with_its_own_words() throws Exception {
    server.fault(
        (exchange, body) -> {
          exchange.getResponseHeaders().set("Retry-After", "0");
          return FaultServer.answer(429, "text/plain", "slow down").answer(exchange, body);
        });
    Sentence.assertOnly(backup(), 1, "429", "slow down");
    assertThat(server.requests("PROPFIND")).as("asked at most five times").isBetween(2L, 5L);
    assertThat(folder).doesNotExist();
  }

  @Test
  void a_redirect_to_another_host_is_refused_and_the_host_never_asked() throws Exception {
    try (FaultServer other = FaultServer.start().calendar("work", "a")) {
      server.fault(
          FaultServer.on(
              "PROPFIND",
              "/",
              FaultServer.header(
                  301, "Location", "http://localhost:" + other.port() + "/home/work/")));
      Sentence.assertOnly(backup("username=alice", "password=secret"), 1, "localhost");
      assertThat(other.requests()).isEmpty();
    }
  }

  private PluginProcess.Run backup(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("backup", server.location(), folder.toString()));
    words.addAll(List.of(options));
    return PluginProcess.run(words, Map.of());
  }

  private void assertBackedUp(PluginProcess.Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    server
        .objects("work")
        .forEach((name, ics) -> assertThat(folder.resolve("work/" + name)).hasContent(ics));
  }
}
