package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with everything logged: no byte of what it says or writes has a secret in it. */
class SecretsIT {
  private static final String PASSWORD = "Mark3d-P4ssw0rd";
  private static final String TOKEN = "Mark3d-T0ken";
  private static final List<String> MARKS =
      List.of(PASSWORD, TOKEN, base64("alice:" + PASSWORD), base64(PASSWORD), base64(TOKEN));

  @TempDir Path temp;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    server = FaultServer.start();
    server.calendar("work", "a", "b");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void commands_at_trace_show_and_keep_no_password() throws Exception {
    Path file = Files.writeString(temp.resolve("password"), PASSWORD + "\n");
    List<String> signIn = List.of("username=alice", "password=" + PASSWORD);
    List<String> byFile = List.of("username=alice", "password_file=" + file);
    String folder = temp.resolve("folder").toString();
    for (List<String> words : List.of(signIn, byFile)) {
      run(words, 0, "check", server.location());
      run(words, 0, "backup", server.location(), folder);
      run(words, 0, "restore", folder, server.location());
    }
    Files.delete(file);
    assertFilesClean();
  }

  @Test
  void an_answer_that_says_what_it_was_sent_is_quoted_without_the_password() throws Exception {
    String header = "Basic " + base64("alice:" + PASSWORD);
    for (int status : new int[] {400, 401, 403, 500}) {
      server.fault(
          FaultServer.answer(status, "text/plain", "no " + header + " and no " + PASSWORD));
      run(
          List.of("username=alice", "password=" + PASSWORD),
          1,
          "backup",
          server.location(),
          temp.resolve("none").toString());
    }
    assertFilesClean();
  }

  @Test
  void commands_at_trace_show_and_keep_no_token() throws Exception {
    String folder = temp.resolve("folder").toString();
    run(List.of("token=" + TOKEN), 0, "backup", server.location(), folder);
    server.fault(FaultServer.answer(401, "text/plain", "no Bearer " + TOKEN));
    run(List.of("token=" + TOKEN), 1, "check", server.location());
    assertFilesClean();
  }

  /** Servers' words are cut: what is left of a long token is still one. */
  @Test
  void half_a_token_is_not_shown_either() throws Exception {
    String token = TOKEN + "x".repeat(400);
    server.fault(FaultServer.answer(403, "text/plain", "no " + token + " here"));
    run(List.of("token=" + token), 1, "check", server.location());
    server.fault(
        FaultServer.answer(
            403, "text/plain", "n".repeat(180) + "Basic " + base64("alice:" + PASSWORD)));
    PluginProcess.Run run =
        PluginProcess.run("check", server.location(), "username=alice", "password=" + PASSWORD);
    assertThat(run.err())
        .contains("nnn")
        .doesNotContain(base64("alice:" + PASSWORD).substring(0, 8));
  }

  @Test
  void the_plugin_at_trace_shows_no_password() throws Throwable {
    Map<String, String> config =
        Map.of("location", server.location(), "username", "alice", "password", PASSWORD);
    try (PluginProcess plugin = PluginProcess.start(environment(), "importer")) {
      ImportCall.init(plugin.channel(), config);
      assertThat(new ImportCall(plugin.channel(), 1).all()).isNotEmpty();
      plugin.endInput();
      assertThat(plugin.stderr()).contains("PROPFIND"); // it is a log of everything
      assertClean(plugin.stderr());
    }
    assertFilesClean();
  }

  @Test
  void a_crash_leaves_no_report_with_the_words_of_the_command() throws Exception {
    server.fault(server.silence());
    Path here = Files.createDirectory(temp.resolve("here"));
    Path said = temp.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(
                PluginProcess.launcher(),
                "backup",
                server.location(),
                temp.resolve("folder").toString(),
                "username=alice",
                "password=" + PASSWORD)
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    Process process = builder.start();
    try {
      Await.until("the server is asked", () -> server.requests("PROPFIND") > 0);
      new ProcessBuilder("kill", "-SEGV", String.valueOf(process.pid())).start().waitFor();
      assertThat(process.waitFor()).isNotZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(said)).contains("SIGSEGV");
    assertFilesClean();
    try (Stream<Path> files = Files.list(here)) {
      assertThat(files).isEmpty();
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "CALDAV_LOG",
        "trace",
        "CALDAV_JAVA_OPTS",
        "-Dcaldav.retry.delay=10 -Djava.io.tmpdir=" + temp,
        "XDG_CACHE_HOME",
        temp.resolve("cache").toString(),
        "XDG_STATE_HOME",
        temp.resolve("state").toString());
  }

  private void run(List<String> options, int exit, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(options);
    PluginProcess.Run run = PluginProcess.run(all, environment());
    assertThat(run.exit()).as(run.out()).isEqualTo(exit);
    assertThat(run.err()).contains("PROPFIND"); // it is a log of everything
    assertClean(run.out() + run.err());
  }

  private void assertFilesClean() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertClean(file + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static void assertClean(String text) {
    for (String mark : MARKS) {
      int at = text.indexOf(mark);
      assertThat(at).as(() -> "…" + text.substring(Math.max(0, at - 300), at) + "…").isNegative();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
