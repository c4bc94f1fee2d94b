package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.proto.connectors.Record;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not asked for again while a calendar stays as it is, and that every change is seen. */
@Tag("radicale")
class KeptListingIT {
  private static final String DIGEST = "b1946ac92492d2347c6235b4d2611184";

  @TempDir Path temp;

  @Test
  void radicale_is_not_asked_for_the_objects_of_a_calendar_that_did_not_change() throws Exception {
    try (RadicaleServer radicale = RadicaleServer.start()) {
      DavClient alice = radicale.client("alice");
      for (int i = 0; i < 20; i++) {
        alice.put("/alice/", "work", i + ".ics", Ics.event("work" + i, "Nummer " + i));
        alice.put("/alice/", "home", i + ".ics", Ics.event("home" + i, "Nummer " + i));
      }
      List<String> who = radicale.signIn("alice");
      assertThat(backup(radicale.location(), who).exit()).isZero();
      long work = listings(radicale, "work");
      long home = listings(radicale, "home");
      assertThat(work).isPositive();

      assertThat(backup(radicale.location(), who).out())
          .isEqualTo("home: 20 events: 20 unchanged\nwork: 20 events: 20 unchanged\n");
      assertThat(listings(radicale, "work")).isEqualTo(work);
      assertThat(listings(radicale, "home")).isEqualTo(home);

      alice.put("/alice/", "work", "7.ics", Ics.event("work7", "Nummer !"));
      alice.delete("/alice/work/8.ics");
      alice.put("/alice/", "work", "new.ics", Ics.event("new", "neu"));
      assertThat(backup(radicale.location(), who).out())
          .isEqualTo(
              "home: 20 events: 20 unchanged\n"
                  + "work: 20 events: 1 new, 1 changed, 18 unchanged, 1 removed\n");
      assertThat(listings(radicale, "work")).isGreaterThan(work);
      assertThat(listings(radicale, "home")).isEqualTo(home);
      assertThat(files("work")).isEqualTo(alice.objects("/alice/work/"));
    }
  }

  @Test
  void a_user_may_have_everything_listed() throws Exception {
    try (RadicaleServer radicale = RadicaleServer.start()) {
      radicale.client("alice").put("/alice/", "work", "a.ics", Ics.event("a", "A"));
      List<String> who = new ArrayList<>(radicale.signIn("alice"));
      backup(radicale.location(), who);
      long before = listings(radicale, "work");
      who.add("listing=full");
      assertThat(backup(radicale.location(), who).out()).isEqualTo("work: 1 event: 1 unchanged\n");
      assertThat(listings(radicale, "work")).isGreaterThan(before);
    }
  }

  @Tag("xandikos")
  @Test
  void every_change_is_seen_on_xandikos_however_soon_it_comes() throws Exception {
    try (XandikosServer xandikos = XandikosServer.start()) {
      DavClient client = xandikos.client();
      client.put("/alice/calendars/", "work", "0.ics", Ics.event("w0", "Nummer 0"));
      backup(xandikos.location(), List.of());
      for (int i = 1; i < 5; i++) {
        client.put("/alice/calendars/", "work", i + ".ics", Ics.event("w" + i, "Nummer " + i));
        client.delete("/alice/calendars/work/" + (i - 1) + ".ics");
        backup(xandikos.location(), List.of());
        assertThat(files("work")).isEqualTo(client.objects("/alice/calendars/work/")).hasSize(1);
      }
    }
  }

  @Test
  void plakar_gets_the_same_records_from_a_kept_listing_as_from_a_new_one() throws Throwable {
    try (RadicaleServer radicale = RadicaleServer.start()) {
      for (int i = 0; i < 250; i++) {
        radicale.plant("alice", "work", i + " ü.ics", Ics.event("w" + i, "Nummer " + i));
      }
      Map<String, Record> listed = records(radicale);
      long asked = listings(radicale, "work");
      assertThat(records(radicale)).isEqualTo(listed).hasSize(250 + 4);
      assertThat(listings(radicale, "work")).isEqualTo(asked);
    }
  }

  @Test
  void a_change_within_one_tick_of_a_clock_is_seen() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a")) {
      server.fault((exchange, body) -> home(exchange, server, "1795436372"));
      backup(server.location(), List.of());
      server.calendar("work", "b");
      backup(server.location(), List.of());
      assertThat(files("work")).isEqualTo(server.objects("work")).hasSize(2);
    }
  }

  @Test
  void what_is_gone_although_the_server_says_nothing_changed_is_listed_anew() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a", "b")) {
      server.fault((exchange, body) -> home(exchange, server, DIGEST));
      backup(server.location(), List.of());
      server.objects("work").remove("b.ics");
      Files.delete(temp.resolve("folder/work/b.ics"));
      assertThat(backup(server.location(), List.of()).out())
          .contains("1 event: 1 unchanged, 1 gone");
      assertThat(backup(server.location(), List.of()).out())
          .isEqualTo("work: 1 event: 1 unchanged\n");
    }
  }

  @Test
  void a_listing_that_broke_off_is_not_kept() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a", "b")) {
      FaultServer.Fault cut = FaultServer.halfThenBreak(207, server.listing("work"));
      server.fault(
          (exchange, body) ->
              home(exchange, server, DIGEST)
                  || FaultServer.on("PROPFIND", "/home/work/", cut).answer(exchange, body));
      assertThat(backup(server.location(), List.of()).exit()).isEqualTo(1);
      server.fault((exchange, body) -> home(exchange, server, DIGEST));
      assertThat(backup(server.location(), List.of()).exit()).isZero();
      assertThat(files("work")).isEqualTo(server.objects("work"));
    }
  }

  @Test
  void without_a_place_to_keep_anything_everything_is_listed() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a")) {
      server.fault((exchange, body) -> home(exchange, server, DIGEST));
      for (int i = 0; i < 2; i++) {
        PluginProcess.Run run =
            PluginProcess.run(
                List.of("backup", server.location(), temp.resolve("folder").toString()),
                Map.of("XDG_CACHE_HOME", "/dev/null"));
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
      }
      assertThat(server.requests()).filteredOn("PROPFIND /home/work/"::equals).hasSize(4);
    }
  }

  /** The home's listing, with the same CTag for every calendar. */
  private static boolean home(HttpExchange exchange, FaultServer server, String ctag)
      throws IOException {
    boolean isHome = exchange.getRequestURI().getRawPath().equals("/home/");
    if (!isHome || !exchange.getRequestMethod().equals("PROPFIND")) {
      return false;
    }
    FaultServer.multistatus(
        exchange,
        FaultServer.response("/home/", "<d:resourcetype><d:collection/></d:resourcetype>")
            + FaultServer.calendarResponse("work")
                .replace(
                    "</d:displayname>",
                    "</d:displayname><s:getctag xmlns:s='http://calendarserver.org/ns/'>"
                        + ctag
                        + "</s:getctag>"));
    return true;
  }

  /** How often the server was asked for what is in a calendar. */
  private static long listings(RadicaleServer radicale, String calendar) {
    return radicale
        .log()
        .lines()
        .filter(line -> line.contains("request for '/alice/" + calendar + "/' with depth '1'"))
        .count();
  }

  private Map<String, Record> records(RadicaleServer radicale) throws Throwable {
    try (PluginProcess plugin = PluginProcess.start("importer")) {
      ImportCall.init(plugin.channel(), radicale.options("alice"));
      return new ImportCall(plugin.channel(), 100).all();
    }
  }

  private PluginProcess.Run backup(String location, List<String> options) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("backup", location, temp.resolve("folder").toString()));
    words.addAll(options);
    return PluginProcess.run(words, Map.of("XDG_CACHE_HOME", temp.resolve("cache").toString()));
  }

  private Map<String, String> files(String calendar) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var list = Files.newDirectoryStream(temp.resolve("folder").resolve(calendar), "*.ics")) {
      list.forEach(file -> files.put(file.getFileName().toString(), Vdir.content(file)));
    }
    return files;
  }
}
