package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
    Map<String, List<String>> sent = new ConcurrentHashMap<>(); // several to one URL, at once
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          sent.computeIfAbsent(
                  exchange.getRequestMethod() + " " + path, line -> new CopyOnWriteArrayList<>())
              .add("Depth: " + exchange.getRequestHeaders().getFirst("Depth") + "\n" + body);
          if (!path.startsWith("/dav/")) {
            return FaultServer.header(status, "Location", "/dav" + path).answer(exchange, body);
          }
          return server.answerAs(path.substring("/dav".length()), exchange, body);
        });
    Backup.assertWhole(Backup.run(server, folder), server, folder, "work");
    assertThat(sent).hasSizeGreaterThan(6);
    assertThat(sent.keySet()).anyMatch(line -> line.startsWith("REPORT /dav/"));
    sent.forEach(
        (line, requests) -> {
          if (!line.contains(" /dav/")) {
            assertThat(sent.get(line.replace(" /", " /dav/")))
                .as(line)
                .containsAll(requests); // it may hold more: hrefs of an answer lead there
          }
        });
    assertThat(server.requests()).noneMatch(line -> line.startsWith("POST"));
  }

  @Test
  void a_put_is_redirected_with_all_its_bytes() throws Exception {
    Backup.assertWhole(Backup.run(server, folder), server, folder, "work");
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
    Backup.assertWhole(Backup.run(server, folder), server, folder, "work");
    assertThat(server.requests().stream().filter("PROPFIND /"::equals)).hasSize(3 + 1);
  }

  @Test
  void a_busy_server_is_asked_again_in_the_midst_of_everything() throws Exception {
    server.fault(busyAtFirst());
    Backup.assertWhole(Backup.run(server, folder), server, folder, "work");
    try (FaultServer other = FaultServer.start()) {
      other.fault(busyAtFirst());
      PluginProcess.Run run = PluginProcess.run("restore", folder.toString(), other.location());
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(other.objects("work")).isEqualTo(server.objects("work"));
    }
  }

  /** Busy whenever anything is asked for the first time. */
  private static FaultServer.Fault busyAtFirst() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    return (exchange, body) ->
        seen.add(exchange.getRequestMethod() + exchange.getRequestURI())
            && FaultServer.header(503, "Retry-After", "0").answer(exchange, body);
  }

  @Test
  void a_server_that_stays_busy_is_given_up_with_its_own_words() throws Exception {
    server.fault(
        (exchange, body) -> {
          exchange.getResponseHeaders().set("Retry-After", "0");
          return FaultServer.answer(429, "text/plain", "slow down").answer(exchange, body);
        });
    Sentence.assertOnly(Backup.run(server, folder), 1, "429", "slow down");
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
      Sentence.assertOnly(
          Backup.run(server, folder, "username=alice", "password=secret"), 1, "localhost");
      assertThat(other.requests()).isEmpty();
    }
  }
}
