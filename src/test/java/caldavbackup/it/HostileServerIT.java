package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that mean harm, or are as broken as if they did: one sentence, and the other calendars.
 */
class HostileServerIT {
  @TempDir Path temp;
  private Path folder;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", "a", "b", "c").calendar("home", "x");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/work/../../../../etc/passwd",
        "/home/work/%2e%2e%2f%2e%2e%2fescape.ics",
        "/home/work/..",
        "http://127.0.0.2:1/stolen.ics",
        "//127.0.0.2:1/stolen.ics",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/home/other/b.ics",
        ""
      })
  void an_href_that_leads_elsewhere_is_not_followed(String href) throws Exception {
    server.fault(
        listing(
            "work",
            FaultServer.envelope(
                FaultServer.calendarResponse("work")
                    + server.members("work")
                    + FaultServer.response(href, "<d:getetag>\"1\"</d:getetag>"))));
    PluginProcess.Run run = Backup.run(server, folder);
    assertThat(run.err()).doesNotContain("Exception", "\tat ");
    assertThat(server.requests())
        .noneMatch(line -> line.contains("passwd") || line.contains("other"));
    try (Stream<Path> files = Files.walk(temp)) {
      assertThat(files.map(Path::toString))
          .noneMatch(f -> f.contains("passwd") || f.contains("stolen"));
    }
    assertThat(folder.resolve("home/x.ics")).hasContent(server.objects("home").get("x.ics"));
    assertThat(temp.resolve("escape.ics")).doesNotExist();
  }

  @Test
  void an_endless_href_is_refused_in_one_sentence() throws Exception {
    String href = "/home/work/" + "x".repeat(100_000) + ".ics";
    FaultServer.Fault listing =
        listing(
            "work",
            FaultServer.envelope(
                FaultServer.calendarResponse("work")
                    + FaultServer.response(href, "<d:getetag>\"1\"</d:getetag>")));
    FaultServer.Fault tooLong = FaultServer.answer(414, "text/plain", "too long");
    server.fault(
        (exchange, body) ->
            exchange.getRequestURI().getRawPath().length() > 1_000 || body.length() > 50_000
                ? tooLong.answer(exchange, body)
                : listing.answer(exchange, body));
    PluginProcess.Run run = Backup.run(server, folder);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().lines()).allMatch(line -> line.length() < 5_000);
    assertThat(folder.resolve("home/x.ics")).exists();
  }

  @Test
  void a_compressed_answer_that_nobody_asked_for_does_not_fill_the_memory() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
    }
    server.fault(
        FaultServer.onListing(
            "work",
            (exchange, body) -> {
              exchange.getResponseHeaders().set("Content-Encoding", "gzip");
              exchange.sendResponseHeaders(207, bomb.size());
              exchange.getResponseBody().write(bomb.toByteArray());
              return true;
            }));
    Sentence.assertAmong(Backup.run(server, folder), 1, "calendar work could not be listed");
    assertThat(folder.resolve("home/x.ics")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><d:multistatus xmlns:d='DAV:'>&b;</d:multistatus>",
        "<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/evil.dtd'><d:multistatus xmlns:d='DAV:'>&b;</d:multistatus>",
        "<d:multistatus xmlns:d='DAV:'><d:response>DEEP",
        "<d:multistatus xmlns:d='DAV:'><d:response>WIDE</d:response></d:multistatus>"
      })
  void xml_made_to_explode_is_refused(String xml) throws Exception {
    String bomb =
        xml.replace("DEEP", "<a>".repeat(100_000)).replace("WIDE", "<a/>".repeat(300_000));
    server.fault(listing("work", bomb));
    Sentence.assertAmong(Backup.run(server, folder), 1, "calendar work could not be listed");
    assertThat(folder.resolve("home/x.ics")).exists();
  }

  @Test
  void an_answer_shorter_than_it_says_is_broken_off() throws Exception {
    byte[] listing = server.listing("work").getBytes(StandardCharsets.UTF_8);
    server.fault(
        FaultServer.onListing(
            "work",
            (exchange, body) -> {
              exchange.sendResponseHeaders(207, listing.length + 500L);
              exchange.getResponseBody().write(listing);
              return true;
            }));
    PluginProcess.Run run = Backup.run(server, folder, "io_timeout=2s");
    assertThat(run.exit()).isEqualTo(1);
    Sentence.assertAmong(run, 1, "work");
  }

  @Test
  void an_answer_longer_than_it_says_is_cut_and_so_no_answer() throws Exception {
    byte[] listing = server.listing("work").getBytes(StandardCharsets.UTF_8);
    server.fault(
        FaultServer.onListing(
            "work",
            (exchange, body) -> {
              exchange.sendResponseHeaders(207, listing.length / 2);
              exchange.getResponseBody().write(listing, 0, listing.length / 2);
              return true;
            }));
    Sentence.assertAmong(Backup.run(server, folder), 1, "calendar work could not be listed");
  }

  @Test
  void a_gateways_error_page_is_quoted_as_text() throws Exception {
    server.fault(
        FaultServer.onListing(
            "work",
            FaultServer.answer(
                502,
                "text/html",
                "<html><head><style>b{}</style></head><body><h1>502 Bad Gateway</h1>nginx</body></html>")));
    Sentence.assertAmong(
        Backup.run(server, folder),
        1,
        "calendar work could not be listed",
        "502",
        "Bad Gateway nginx");
    assertThat(folder.resolve("home/x.ics")).exists();
  }

  @Test
  void a_wait_that_the_server_asks_for_is_said() throws Exception {
    server.fault(FaultServer.times(1, FaultServer.header(503, "Retry-After", "3")));
    PluginProcess.Run run = Backup.run(server, folder);
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .contains("127.0.0.1 is busy (503): waiting 3 s at its request")
        .hasLineCount(1);
  }

  @Test
  void credentials_that_end_in_the_midst_of_it_end_the_run() throws Exception {
    server.fault(
        (exchange, body) ->
            !exchange.getRequestMethod().equals("PROPFIND")
                && FaultServer.header(401, "X-Any", "thing").answer(exchange, body));
    Sentence.assertAmong(
        Backup.run(server, folder), 1, "127.0.0.1 requires a sign-in: give username and password");
  }

  @Test
  void a_full_account_ends_a_restore_and_names_what_is_missing() throws Exception {
    assertThat(Backup.run(server, folder).exit()).isZero();
    try (FaultServer full = FaultServer.start()) {
      full.fault(
          FaultServer.on(
              "PUT", ".*b\\.ics", FaultServer.answer(507, "text/plain", "quota exceeded")));
      PluginProcess.Run run = PluginProcess.run("restore", folder.toString(), full.location());
      Sentence.assertAmong(run, 1, "(work/b.ics)", "507", "quota exceeded");
      for (String name : List.of("a.ics", "c.ics")) { // on their way at the same time, or named
        assertThat(full.objects("work").containsKey(name) || run.err().contains("(work/" + name))
            .as(name)
            .isTrue();
      }
    }
  }

  @Test
  void what_a_backup_lacks_is_named_and_a_mirror_then_deletes_nothing() throws Exception {
    assertThat(Backup.run(server, folder).exit()).isZero();
    Files.delete(folder.resolve("work/b.ics"));
    Set<String> before = Set.copyOf(server.objects("work").keySet());
    PluginProcess.Run run =
        PluginProcess.run(
            "restore", folder.toString(), server.location(), "mirror=true", "mirror_limit=100");
    Sentence.assertAmong(run, 1, "work/b.ics", "missing from the folder");
    assertThat(server.objects("work")).containsOnlyKeys(before);
  }

  private static FaultServer.Fault listing(String calendar, String answer) {
    return FaultServer.onListing(calendar, FaultServer.answer(207, "application/xml", answer));
  }
}
