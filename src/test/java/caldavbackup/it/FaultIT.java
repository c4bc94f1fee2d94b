package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that break off, stall, or hold nothing: what is lost is said, and nothing else is lost.
 */
@Tag("radicale")
class FaultIT {
  private static final String[] OBJECTS = "a b c d e f g h i j k l".split(" ");

  @TempDir Path temp;
  private Path folder;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", OBJECTS).calendar("home", "x", "y");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_account_without_calendars_is_an_empty_backup() throws Exception {
    try (RadicaleServer radicale = RadicaleServer.start()) {
      radicale.client("bob").propfind("/bob/", "0", "<d:resourcetype/>");
      PluginProcess.Run run =
          PluginProcess.run(
              "backup", radicale.location(), folder.toString(), "username=bob", "password=bob-pw");
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(objects()).isEmpty();
    }
  }

  @Test
  void an_empty_calendar_is_a_folder_and_comes_back() throws Exception {
    try (FaultServer empty = FaultServer.start().calendar("nothing");
        FaultServer other = FaultServer.start()) {
      assertThat(PluginProcess.run("backup", empty.location(), folder.toString()).exit()).isZero();
      assertThat(folder.resolve("nothing/.calendar.json")).exists();
      assertThat(PluginProcess.run("restore", folder.toString(), other.location()).exit()).isZero();
      assertThat(other.objects("nothing")).isNotNull().isEmpty();
    }
  }

  @Test
  void a_listing_that_breaks_off_fails_its_calendar_and_no_other() throws Exception {
    server.fault(
        FaultServer.onListing("work", FaultServer.halfThenBreak(207, server.listing("work"))));
    Sentence.assertAmong(backup(), 1, "calendar work could not be listed", "the connection broke");
    assertThat(objects()).containsExactly("home/x.ics", "home/y.ics");
  }

  @Test
  void a_listing_without_its_closing_tag_is_no_listing() throws Exception {
    String listing = server.listing("work");
    String cut = listing.substring(0, listing.length() - "</d:multistatus>".length());
    server.fault(FaultServer.onListing("work", FaultServer.answer(207, "application/xml", cut)));
    Sentence.assertAmong(backup(), 1, "calendar work could not be listed", "broke off");
    assertThat(objects()).doesNotContain("work/l.ics").contains("home/x.ics");
  }

  @Test
  void a_listing_that_stalls_fails_after_io_timeout() throws Exception {
    server.fault(
        FaultServer.onListing("work", server.halfThenSilence(207, server.listing("work"))));
    Sentence.assertAmong(
        backup("io_timeout=1s"),
        1,
        "calendar work could not be listed",
        "did not answer within io_timeout");
    assertThat(objects()).contains("home/x.ics");
  }

  @Test
  void a_failed_listing_takes_nothing_from_the_backup_that_is_there() throws Exception {
    assertThat(backup().exit()).isZero();
    Map<String, String> before = Vdir.objects(folder.resolve("work"));
    server.objects("work").remove("a.ics");
    server.fault(
        FaultServer.onListing("work", FaultServer.halfThenBreak(207, server.listing("work"))));
    assertThat(backup().exit()).isEqualTo(1);
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(before).containsKey("a.ics");
    server.fault((exchange, body) -> false);
    Backup.assertWhole(backup(), server, folder, "work");
  }

  @ParameterizedTest
  @EnumSource
  void a_multiget_that_fails_is_made_up_for(Failing how) throws Exception {
    AtomicInteger failed = new AtomicInteger();
    server.fault(
        FaultServer.onMultiget(
            FaultServer.times(
                1,
                (exchange, body) -> {
                  failed.incrementAndGet();
                  String answer = FaultServer.envelope(server.multiget(body, "work"));
                  return how.fault(server, answer).answer(exchange, body);
                })));
    Backup.assertWhole(backup("io_timeout=1s"), server, folder, "work");
    assertThat(failed).hasValue(1);
  }

  /** The ways in which an answer may not come to its end. */
  enum Failing {
    BREAKS_OFF,
    STALLS,
    HAS_NO_CLOSING_TAG;

    FaultServer.Fault fault(FaultServer server, String answer) {
      return switch (this) {
        case BREAKS_OFF -> FaultServer.halfThenBreak(207, answer);
        case STALLS -> server.halfThenSilence(207, answer);
        case HAS_NO_CLOSING_TAG ->
            FaultServer.answer(207, "application/xml", answer.replace("</d:multistatus>", ""));
      };
    }
  }

  @Test
  void an_object_that_a_multiget_leaves_out_is_asked_for_again() throws Exception {
    server.fault(FaultServer.times(1, leavesOut("c.ics")));
    Backup.assertWhole(backup(), server, folder, "work");
    assertThat(server.requests()).doesNotContain("GET /home/work/c.ics");
  }

  @Test
  void an_object_that_every_multiget_leaves_out_is_read_by_get() throws Exception {
    server.fault(leavesOut("c.ics"));
    Backup.assertWhole(backup(), server, folder, "work");
    assertThat(server.requests()).containsOnlyOnce("GET /home/work/c.ics");
  }

  @Test
  void an_object_that_multiget_leaves_out_and_get_refuses_is_its_own_error() throws Exception {
    server.fault(
        either(
            leavesOut("c.ics"),
            FaultServer.on(
                "GET", ".*/c.ics", FaultServer.answer(500, "text/plain", "disk on fire"))));
    assertOnlyCIsLost(backup(), "500", "disk on fire");
  }

  @Test
  void an_object_that_stalls_is_its_own_error() throws Exception {
    String object = server.objects("work").get("c.ics");
    server.fault(
        either(
            leavesOut("c.ics"),
            FaultServer.on("GET", ".*/c.ics", server.halfThenSilence(200, object))));
    assertOnlyCIsLost(backup("io_timeout=1s"), "did not answer within io_timeout");
  }

  @Test
  void a_large_object_that_breaks_off_while_it_streams_is_its_own_error() throws Exception {
    String large = Ics.object("VEVENT", "c", "DTSTART:20260102T100000Z", Ics.folded(3 << 20));
    server.objects("work").put("c.ics", large);
    server.fault(FaultServer.on("GET", ".*/c.ics", FaultServer.halfThenBreak(200, large)));
    assertOnlyCIsLost(backup(), "the connection broke");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".tmp"));
    }
  }

  @Test
  void an_object_that_cannot_be_read_is_its_own_error() throws Exception {
    server.fault(
        (exchange, body) ->
            (exchange.getRequestMethod().equals("REPORT") && body.contains("/c.ics")
                    || exchange.getRequestURI().getPath().endsWith("/c.ics"))
                && FaultServer.answer(500, "text/plain", "disk on fire").answer(exchange, body));
    assertOnlyCIsLost(backup(), "500", "disk on fire");
  }

  private void assertOnlyCIsLost(PluginProcess.Run run, String... said) throws Exception {
    Sentence.assertAmong(run, 1, "KO work/c.ics: ", "the backup is not complete");
    assertThat(run.err()).contains(said).hasLineCount(2);
    server.objects("work").remove("c.ics");
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
    assertThat(Vdir.objects(folder.resolve("home"))).isEqualTo(server.objects("home"));
  }

  /** Every multiget is answered as if this object did not exist. */
  private FaultServer.Fault leavesOut(String name) {
    return FaultServer.onMultiget(
        (exchange, body) -> {
          if (!body.contains("/" + name)) {
            return false;
          }
          String others = body.replaceAll("<d:href>[^<]*/" + name + "</d:href>", "");
          FaultServer.multistatus(exchange, server.multiget(others, "work"));
          return true;
        });
  }

  private static FaultServer.Fault either(FaultServer.Fault one, FaultServer.Fault other) {
    return (exchange, body) -> one.answer(exchange, body) || other.answer(exchange, body);
  }

  private PluginProcess.Run backup(String... options) throws Exception {
    return Backup.run(server, folder, options);
  }

  private List<String> objects() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".ics"))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
