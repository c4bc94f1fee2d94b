package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What cannot work from the start: one sentence that names the culprit, and nothing left behind.
 */
@Tag("radicale")
class BadInputIT {
  @TempDir Path temp;
  private Path folder;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", "a", "b");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_wrong_password() throws Exception {
    try (RadicaleServer radicale = RadicaleServer.start()) {
      List<String> wrong = List.of("username=alice", "password=wrong");
      assertFailsAtOnce(
          radicale.location(), wrong, "does not accept user alice with this password (401");
      assertStatus(
          Map.of("location", radicale.location(), "username", "alice", "password", "wrong"),
          Status.Code.UNAUTHENTICATED,
          "does not accept user alice with this password");
      assertThat(radicale.log()).doesNotContain("alice:wrong");
    }
  }

  @Test
  void a_restore_of_calendars_that_the_backup_has_not() throws Exception {
    Backup.assertWhole(Backup.run(server, folder), server, folder, "work");
    PluginProcess.Run run =
        PluginProcess.run("restore", folder.toString(), server.location(), "calendars=nope");
    Sentence.assertAmong(run, 1, "option 'calendars' leaves nothing to restore of work");
  }

  @Test
  void a_client_without_its_secret() throws Exception {
    PluginProcess.Run run =
        PluginProcess.run(
            "check",
            server.location(),
            "client_id=x",
            "grant=client_credentials",
            "token_url=https://localhost:9/token",
            "token_file=" + temp.resolve("tokens"));
    Sentence.assertAmong(run, 2, "option 'client_secret' is missing");
  }

  /** As cron and systemd start programs: without a word on how names are encoded. */
  @Test
  void names_without_a_locale() throws Exception {
    server.calendar("work", "zahnärztin");
    PluginProcess.Run run = withoutLocale("backup", server.location(), folder.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(folder.resolve("work/zahnärztin.ics")).exists();
    server.objects("work").remove("zahnärztin.ics");
    run = withoutLocale("restore", folder.toString(), server.location(), "verify=off");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(server.requests()).contains("PUT /home/work/zahn%C3%A4rztin.ics");
  }

  private PluginProcess.Run withoutLocale(String... words) throws Exception {
    return PluginProcess.run(List.of(words), Map.of("LC_ALL", "C", "LANG", "", "LC_CTYPE", ""));
  }

  @Test
  void a_host_that_nobody_knows() throws Exception {
    String location = "caldav+http://nobody-knows-this.invalid/";
    assertFailsAtOnce(location, List.of(), "the host nobody-knows-this.invalid is unknown");
    assertStatus(
        Map.of("location", location),
        Status.Code.FAILED_PRECONDITION,
        "the host nobody-knows-this.invalid is unknown");
  }

  @Test
  void a_port_where_nobody_listens() throws Exception {
    int port = ServerProcess.freePort();
    String location = "caldav+http://127.0.0.1:" + port + "/";
    assertFailsAtOnce(location, List.of(), "the server cannot be reached", "127.0.0.1:" + port);
    assertStatus(
        Map.of("location", location),
        Status.Code.FAILED_PRECONDITION,
        "the server cannot be reached");
  }

  @Test
  void a_location_that_is_not_there() throws Exception {
    assertFailsAtOnce(
        server.location() + "nowhere/", List.of(), "/nowhere/", "not found on the server (404");
    assertStatus(
        Map.of("location", server.location() + "nowhere/"),
        Status.Code.FAILED_PRECONDITION,
        "/nowhere/: not found on the server (404");
  }

  @Test
  void a_web_page_in_place_of_a_calendar() throws Exception {
    server.fault(
        FaultServer.answer(200, "text/html", "<!DOCTYPE html><html><p>Welcome<br>here</html>"));
    assertFailsAtOnce(
        server.location(), List.of(), "is this a CalDAV location?", server.location().substring(7));
  }

  @Test
  void a_web_page_with_an_error() throws Exception {
    server.fault(
        FaultServer.answer(
            500, "text/html", "<html><style>p {}</style><p>Out of &lt;order&gt;</p></html>"));
    assertFailsAtOnce(server.location(), List.of(), "500", "Out of");
  }

  @Test
  void an_answer_without_a_body() throws Exception {
    server.fault(FaultServer.header(207, "X-Nothing", "here"));
    assertFailsAtOnce(server.location(), List.of(), "is this a CalDAV location?");
  }

  @Test
  void a_server_without_calendars_for_anybody() throws Exception {
    server.fault(
        FaultServer.on(
            "PROPFIND",
            ".*",
            FaultServer.answer(
                207, "application/xml", FaultServer.envelope(FaultServer.response("/", "")))));
    assertFailsAtOnce(
        server.location(), List.of(), "no calendars found from", "did you give username?");
  }

  @Test
  void a_server_that_says_nothing() throws Exception {
    server.fault(server.silence());
    assertFailsAtOnce(
        server.location(), List.of("io_timeout=1s"), "the server did not answer within io_timeout");
    assertStatus(
        Map.of("location", server.location(), "io_timeout", "1s"),
        Status.Code.FAILED_PRECONDITION,
        "did not answer");
  }

  @Test
  void a_redirect_to_itself() throws Exception {
    server.fault(FaultServer.header(301, "Location", "/"));
    assertFailsAtOnce(server.location(), List.of(), "the server redirects too many times");
  }

  @Test
  void a_folder_that_is_a_file() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "mine");
    PluginProcess.Run run =
        PluginProcess.run("backup", server.location(), file.resolve("in").toString());
    Sentence.assertOnly(run, 1, file.toString());
    assertThat(file).hasContent("mine");
  }

  @Test
  void a_folder_of_other_files() throws Exception {
    server.calendar("work", "a");
    Path mine = Files.createDirectories(folder.resolve("work")).resolve("a.ics");
    Files.writeString(mine, "mine");
    PluginProcess.Run run = PluginProcess.run("backup", server.location(), folder.toString());
    Sentence.assertOnly(run, 1, folder + " is not empty and does not contain a backup");
    assertThat(mine).hasContent("mine");
  }

  @Test
  void one_object_as_location() throws Exception {
    try (RadicaleServer radicale = RadicaleServer.start()) {
      radicale.client("alice").put("/alice/", "work", "a.ics", Ics.event("a", "A"));
      List<String> signIn = radicale.signIn("alice");
      assertThat(
              PluginProcess.run(
                  Stream.concat(
                          Stream.of(
                              "backup",
                              radicale.location() + "alice/work/a.ics",
                              folder.toString()),
                          signIn.stream())
                      .toList(),
                  Map.of()))
          .satisfies(run -> assertThat(run.err()).contains("is a single object, not a calendar"))
          .satisfies(run -> assertThat(run.exit()).isNotZero());
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void a_run_that_is_stopped_says_so() throws Exception {
    server.fault(server.silence());
    Path err = temp.resolve("err");
    Process process =
        new ProcessBuilder(PluginProcess.launcher(), "backup", server.location(), folder.toString())
            .redirectError(err.toFile())
            .start();
    Await.until("it has asked", () -> !server.requests().isEmpty());
    process.destroy(); // SIGTERM
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(err).hasContent("caldav: interrupted; run the same command again to continue");
  }

  @Test
  void a_restore_of_nothing() throws Exception {
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("notes.txt"), "mine");
    PluginProcess.Run run = PluginProcess.run("restore", folder.toString(), server.location());
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("there is nothing to restore, no .ics file");
    assertThat(server.requests()).noneMatch(request -> request.matches("(MK|PUT|PROPPATCH).*"));
  }

  @Test
  void a_folder_with_what_cannot_be_read() throws Exception {
    Path odd = Files.createDirectories(folder.resolve("odd"));
    Files.writeString(odd.resolve("a.ics"), Ics.event("a", "A"));
    Files.createSymbolicLink(odd.resolve("b.ics"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("."));
    assertThat(new ProcessBuilder("mkfifo", odd.resolve("c.ics").toString()).start().waitFor())
        .isZero();
    PluginProcess.Run run = PluginProcess.run("restore", folder.toString(), server.location());
    Sentence.assertAmong(
        run,
        1,
        "KO odd/b.ics: not read: a broken link",
        "KO odd/c.ics: not read: neither a file nor a folder",
        "KO loop: not read: a link to a folder that contains it",
        "3 of ");
    assertThat(server.objects("odd")).containsOnlyKeys("a.ics");
  }

  @Test
  void a_restore_from_a_folder_that_is_not_there() throws Exception {
    PluginProcess.Run run = PluginProcess.run("restore", folder.toString(), server.location());
    Sentence.assertOnly(run, 1, "there is no folder " + folder);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void an_option_that_nobody_knows() throws Exception {
    PluginProcess.Run run =
        PluginProcess.run("backup", server.location(), folder.toString(), "pasword=secret");
    Sentence.assertOnly(run, 2, "option 'pasword' is unknown");
    assertThat(run.err()).doesNotContain("secret");
    assertInitRefuses(
        Map.of("location", server.location(), "pasword", "secret"), "option 'pasword' is unknown");
    assertThat(server.requests()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @Test
  void calendars_that_are_not_there() throws Exception {
    server.calendar("work", "a");
    PluginProcess.Run run =
        PluginProcess.run("backup", server.location(), folder.toString(), "calendars=nomatch");
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("option 'calendars' leaves none of the");
  }

  @Test
  void a_log_of_everything_has_no_password() throws Exception {
    PluginProcess.Run run =
        PluginProcess.run(
            List.of(
                "backup",
                server.location(),
                folder.toString(),
                "username=alice",
                "password=s3cr3t-word"),
            Map.of("CALDAV_LOG", "trace"));
    assertThat(run.err())
        .contains("PROPFIND")
        .doesNotContain("s3cr3t-word", "YWxpY2U6czNjcjN0LXdvcmQ=", "Authorization: Basic");
  }

  @Test
  void no_location() throws Exception {
    Sentence.assertOnly(
        PluginProcess.run("backup", "", folder.toString()), 2, "option 'location' is missing");
    for (String command : List.of("backup", "restore")) {
      String[] words =
          command.equals("backup")
              ? new String[] {command, "caldav://127.0.0.1:1/", "username=alice", "password=x"}
              : new String[] {command, "conflict=skip", "caldav://127.0.0.1:1/"};
      Sentence.assertAmong(PluginProcess.run(words), 2, "FOLDER is missing: '");
    }
    assertInitRefuses(Map.of("concurrency", "2"), "option 'location' is missing");
    assertThat(folder).doesNotExist();
  }

  /** Both of Plakar's connectors refuse these options at once, in one sentence. */
  private static void assertInitRefuses(Map<String, String> config, String said) throws Exception {
    try (PluginProcess importer = PluginProcess.start("importer");
        PluginProcess exporter = PluginProcess.start("exporter")) {
      for (Status status :
          List.of(
              statusOf(() -> ImportCall.init(importer.channel(), config)),
              statusOf(() -> ExportCall.init(exporter.channel(), config)))) {
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains(said).doesNotContain("\n", "Exception");
      }
    }
  }

  private static Status statusOf(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    return thrown == null ? Status.OK : Status.fromThrowable(thrown);
  }

  /** The command fails with one sentence that holds all of these, and makes no folder. */
  private void assertFailsAtOnce(String location, List<String> options, String... said)
      throws Exception {
    PluginProcess.Run run =
        PluginProcess.run(
            Stream.concat(Stream.of("backup", location, folder.toString()), options.stream())
                .toList(),
            Map.of());
    Sentence.assertOnly(run, 1, said);
    assertThat(run.out()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  /** The same through Plakar's door: Ping and Import end with this status. */
  private static void assertStatus(Map<String, String> config, Status.Code code, String said)
      throws Exception {
    try (PluginProcess plugin = PluginProcess.start("importer")) {
      ImportCall.init(plugin.channel(), config);
      Status listing = statusOf(() -> new ImportCall(plugin.channel(), 1).all());
      for (Status status : List.of(ImportCall.ping(plugin.channel()), listing)) {
        assertThat(status.getCode()).isEqualTo(code);
        assertThat(status.getDescription()).contains(said).doesNotContain("\n", "Exception");
      }
      assertThat(plugin.stderr()).isEmpty();
    }
  }
}
