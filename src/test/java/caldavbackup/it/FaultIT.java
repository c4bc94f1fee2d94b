package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that break off, stall, or hold nothing: what is lost is said, and nothing else is lost.
 */
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
    server.fault(listing("work", FaultServer.halfThenBreak(207, server.listing("work"))));
    Sentence.assertAmong(backup(), 1, "calendar work could not be listed", "the connection broke");
    assertThat(objects()).containsExactly("home/x.ics", "home/y.ics");
  }

  @Test
  void a_listing_without_its_closing_tag_is_no_listing() throws Exception {
    String listing = server.listing("work");
    String cut = listing.substring(0, listing.length() - "</d:multistatus>".length());
    server.fault(listing("work", FaultServer.answer(207, "application/xml", cut)));
    Sentence.assertAmong(backup(), 1, "calendar work could not be listed", "broke off");
    assertThat(objects()).doesNotContain("work/l.ics").contains("home/x.ics");
  }

  @Test
  void a_listing_that_stalls_fails_after_io_timeout() throws Exception {
    server.fault(listing("work", server.halfThenSilence(207, server.listing("work"))));
    Sentence.assertAmong(
        backup("io_timeout=1s"), 1, "calendar work could not be listed", "silent", "io_timeout");
    assertThat(objects()).contains("home/x.ics");
  }

  @Test
  void a_failed_listing_takes_nothing_from_the_backup_that_is_there() throws Exception {
    assertThat(backup().exit()).isZero();
    List<String> before = objects();
    server.objects("work").remove("a.ics");
    server.fault(listing("work", FaultServer.halfThenBreak(207, server.listing("work"))));
    assertThat(backup().exit()).isEqualTo(1);
    assertThat(objects()).isEqualTo(before);
    server.fault((exchange, body) -> false);
    assertThat(backup().exit()).isZero();
    assertThat(objects()).doesNotContain("work/a.ics").hasSize(before.size() - 1);
  }

  @Test
  void a_multiget_that_breaks_off_or_stalls_is_made_up_for() throws Exception {
    server.fault(
        FaultServer.on(
            "REPORT",
            "/home/work/",
            FaultServer.times(
                1,
                FaultServer.halfThenBreak(
                    207, server.listing("work") + "                              "))));
    assertBackedUp(backup());
    assertThat(server.requests("REPORT")).isPositive();
  }

  @Test
  void an_object_that_cannot_be_read_is_its_own_error() throws Exception {
    server.fault(
        (exchange, body) ->
            (exchange.getRequestMethod().equals("REPORT") && body.contains("/c.ics")
                    || exchange.getRequestURI().getPath().endsWith("/c.ics"))
                && FaultServer.answer(500, "text/plain", "disk on fire").answer(exchange, body));
    Sentence.assertAmong(backup(), 1, "/work/c.ics", "500", "disk on fire");
    assertThat(objects()).hasSize(OBJECTS.length + 2 - 1).doesNotContain("work/c.ics");
  }

  /** Only for the listing of this calendar. */
  private static FaultServer.Fault listing(String calendar, FaultServer.Fault fault) {
    return (exchange, body) ->
        "1".equals(exchange.getRequestHeaders().getFirst("Depth"))
            && body.contains("getetag")
            && FaultServer.on("PROPFIND", "/home/" + calendar + "/", fault).answer(exchange, body);
  }

  private void assertBackedUp(PluginProcess.Run run) throws Exception {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    Map<String, String> there = new TreeMap<>();
    for (String object : objects()) {
      if (object.startsWith("work/")) {
        there.put(object.substring("work/".length()), Files.readString(folder.resolve(object)));
      }
    }
    assertThat(there).isEqualTo(server.objects("work"));
  }

  private PluginProcess.Run backup(String... options) throws Exception {
    List<String> words =
        Stream.concat(Stream.of("backup", server.location(), folder.toString()), Stream.of(options))
            .toList();
    return PluginProcess.run(words, Map.of("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10"));
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
