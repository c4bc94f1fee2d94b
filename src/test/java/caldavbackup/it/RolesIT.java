package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calendars that are not the user's own: what the launcher saves of them, and never writes over.
 */
class RolesIT {
  private static final String CALENDAR =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";

  @TempDir Path temp;
  private FaultServer server;
  private String more = "";

  @BeforeEach
  void startServer() throws Exception {
    server =
        FaultServer.start()
            .calendar("own", "mine")
            .calendar("team", "ours")
            .calendar("feed", "news")
            .calendar("contact_birthdays", "cake");
    server.fault(this::home);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** The home with one calendar of each kind, and with what is none. */
  private boolean home(HttpExchange exchange, String body) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/home/")) {
      return false;
    }
    String s = " xmlns:s='http://calendarserver.org/ns/'";
    FaultServer.multistatus(
        exchange,
        FaultServer.calendarResponse("own")
            + FaultServer.response(
                "/home/team/", CALENDAR + "<d:owner><d:href>/bob/</d:href></d:owner>")
            + FaultServer.response(
                "/home/feed/",
                "<d:resourcetype><d:collection/><s:subscribed"
                    + s
                    + "/></d:resourcetype><s:source"
                    + s
                    + "><d:href>webcal://feeds.example.com/news.ics</d:href></s:source>")
            + FaultServer.response("/home/contact_birthdays/", CALENDAR)
            + FaultServer.response(
                "/home/inbox/",
                "<d:resourcetype><d:collection/><c:schedule-inbox/></d:resourcetype>")
            + more);
    return true;
  }

  @Test
  void a_backup_takes_own_and_shared_ones_and_of_a_subscription_its_address() throws Exception {
    Path folder = temp.resolve("folder");
    PluginProcess.Run run = backup(folder);
    assertThat(run.exit()).isZero();
    assertThat(run.err().strip().lines())
        .singleElement()
        .asString()
        .contains("events left out: feed (subscription), contact_birthdays (generated)");
    assertThat(files(folder))
        .containsExactlyInAnyOrder(
            "own/.calendar.json",
            "own/displayname",
            "own/mine.ics",
            "team/.calendar.json",
            "team/ours.ics",
            "feed/.calendar.json");
    assertThat(Files.readString(folder.resolve("own/.calendar.json"))).doesNotContain("\"role\"");
    assertThat(Files.readString(folder.resolve("team/.calendar.json")))
        .contains("\"role\" : \"shared\"", "\"owner\" : \"/bob/\"");
    assertThat(Files.readString(folder.resolve("feed/.calendar.json")))
        .contains(
            "\"role\" : \"subscription\"", "\"source\" : \"webcal://feeds.example.com/news.ics\"");
    assertThat(server.requests())
        .doesNotContain("PROPFIND /home/feed/", "PROPFIND /home/contact_birthdays/");
  }

  @Test
  void include_brings_the_events_of_the_others() throws Exception {
    Path folder = temp.resolve("folder");
    PluginProcess.Run run = backup(folder, "include=subscriptions,generated");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(files(folder)).contains("feed/news.ics", "contact_birthdays/cake.ics");
    assertThat(server.headersOf("PROPFIND", "/home/feed/"))
        .containsEntry("x-nc-caldav-webcal-caching", "On");
  }

  @Test
  void a_restore_writes_over_nobody_elses_calendar_and_says_so() throws Exception {
    Path folder = temp.resolve("folder");
    backup(folder);
    server.objects("own").put("mine.ics", Ics.event("mine", "changed since"));
    PluginProcess.Run run = run("restore", folder.toString(), server.location());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("calendar team was shared by /bob/ and is not overwritten")
        .contains(
            "calendar feed is a subscription of webcal://feeds.example.com/news.ics: subscribe to it again");
    assertThat(writes()).allMatch(line -> line.contains("/home/own/"));
    assertThat(writes()).contains("PUT /home/own/mine.ics");
  }

  @Test
  void a_restore_over_a_calendar_that_is_somebody_elses_now_is_refused_too() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("folder/team")).getParent();
    Files.writeString(folder.resolve("team/a.ics"), Ics.event("a", "mein"));
    PluginProcess.Run run = run("restore", folder.toString(), server.location());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("calendar team is shared by /bob/ and is not overwritten");
    assertThat(writes()).isEmpty();
  }

  @Test
  void option_calendar_names_the_target_in_spite_of_all() throws Exception {
    Path folder = temp.resolve("folder");
    backup(folder, "include=subscriptions");
    PluginProcess.Run run =
        run("restore", folder.toString(), server.location(), "calendar=rescued");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(server.objects("rescued")).containsOnlyKeys("mine.ics", "ours.ics", "news.ics");
  }

  @Test
  void events_of_a_subscription_are_not_said_to_be_restored_when_they_are_not() throws Exception {
    Path folder = temp.resolve("folder");
    backup(folder, "include=subscriptions", "calendars=feed");
    PluginProcess.Run run = run("restore", folder.toString(), server.location());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("only into the calendar named in option calendar");
    assertThat(writes()).isEmpty();
  }

  @Test
  void a_calendar_at_an_address_that_is_not_followed_fails_the_run_after_the_others_are_saved()
      throws Exception {
    more =
        FaultServer.response("javascript:alert(1)", CALENDAR)
            + FaultServer.response("https://evil.example.com/work/", CALENDAR)
            + FaultServer.response("/home/" + "x".repeat(100_000) + "/", CALENDAR);
    Path folder = temp.resolve("folder");
    PluginProcess.Run run = backup(folder);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("'javascript:alert(1)' (neither http nor https): not followed")
        .contains("a calendar is at https://evil.example.com")
        .contains("characters): not followed")
        .hasSizeLessThan(2_000);
    assertThat(files(folder)).contains("own/mine.ics", "team/ours.ics");
  }

  @Test
  void check_says_what_each_is_what_is_taken_and_what_would_go_wrong() throws Exception {
    more = FaultServer.response("javascript:alert(1)", CALENDAR);
    PluginProcess.Run run = run("check", server.location());
    assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "  ")).toList())
        .contains(
            "found  " + root() + "/ names the principal " + root() + "/me/",
            "found  " + root() + "/me/ names the calendar home " + root() + "/home/",
            "found  " + root() + "/home/ holds 4 calendars",
            "home  " + root() + "/home/",
            "CALENDAR  NAME  ROLE  TAKEN  COMPONENTS  OBJECTS  BYTES  LISTED BY  ETAG  CHANGES",
            "own  own  own  yes  -  1  "
                + server.objects("own").get("mine.ics").getBytes().length
                + "  PROPFIND  version  -",
            "team  team  shared  yes  -  1  "
                + server.objects("team").get("ours.ics").getBytes().length
                + "  PROPFIND  version  -",
            "feed  feed  subscription  address  -  -  -  -  -  -",
            "contact_birthdays  contact_birthdays  generated  no  -  -  -  -  -  -")
        .anyMatch(line -> line.startsWith("note  events left out: feed (subscription)"))
        .anyMatch(line -> line.startsWith("problem  a calendar: the server names the address"))
        .last()
        .asString()
        .startsWith("backup  would be incomplete: fix the problems");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void check_foresees_that_the_options_leave_no_calendar_to_a_backup() throws Exception {
    PluginProcess.Run backup = backup(temp.resolve("none"), "calendars=nope");
    String sentence = backup.err().strip().replaceFirst("^caldav: ", "");
    PluginProcess.Run run = run("check", server.location(), "calendars=nope");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out().lines())
        .contains("problem   " + sentence)
        .last()
        .asString()
        .startsWith("backup    would fail: ");

    PluginProcess.Run some = run("check", server.location(), "calendars=own");
    assertThat(some.exit()).isZero();
    assertThat(some.out().lines())
        .last()
        .isEqualTo("backup    would be complete: 1 of 4 calendars");
  }

  @Test
  void check_shows_what_lies_below_a_calendar_as_a_backup_takes_it() throws Exception {
    server.calendar("deep", "d");
    FaultServer.Fault roles = server.fault();
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          if (path.startsWith("/home/own/inner/")) {
            String answer = new String(server.answerTo("/home/deep/", exchange, body));
            FaultServer.reply(
                exchange, 207, "application/xml", answer.replace("/home/deep/", path));
            return true;
          }
          String inner = FaultServer.response("/home/own/inner/", CALENDAR);
          return FaultServer.onListing(
                      "own",
                      FaultServer.answer(
                          207,
                          "application/xml",
                          FaultServer.envelope(
                              FaultServer.calendarResponse("own") + server.members("own") + inner)))
                  .answer(exchange, body)
              || roles.answer(exchange, body);
        });
    PluginProcess.Run run = run("check", server.location());
    assertThat(run.out()).containsPattern("inner +(deep|inner) +own +yes +- +1 ");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
  }

  private List<String> writes() {
    return server.requests().stream()
        .filter(line -> line.matches("(PUT|MKCALENDAR|MKCOL|PROPPATCH|DELETE) .*"))
        .toList();
  }

  private String root() {
    String location = server.location();
    return location.substring("caldav+".length(), location.length() - 1);
  }

  private PluginProcess.Run backup(Path folder, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("backup", server.location(), folder.toString()));
    words.addAll(List.of(options));
    return run(words.toArray(new String[0]));
  }

  private static PluginProcess.Run run(String... words) throws Exception {
    return PluginProcess.run(List.of(words), Map.of());
  }

  /** Every file of the backup, without what the folder keeps for itself. */
  private static List<String> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.contains("/"))
          .toList();
    }
  }
}
