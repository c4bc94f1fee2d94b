package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A listing that the server refuses, cuts short or leaves empty: complete all the same, or loud.
 */
class ListingIT {
  private static final String LISTING = "/home/work/";

  @TempDir Path folder;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work", "a", "b", "c", "d", "e").calendar("home", "h");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_refused_propfind_is_replaced_by_sync_collection_in_pages() throws Exception {
    server.fault(
        (exchange, body) ->
            refused(exchange, "PROPFIND", 507)
                || (isReport(exchange, body, "sync-collection") && pages(exchange, body)));
    assertComplete(backup());
  }

  @Test
  void a_propfind_that_is_cut_short_is_completed_and_nothing_comes_twice() throws Exception {
    server.fault(
        (exchange, body) ->
            (isPropfind(exchange) && answer(exchange, own(507) + objects("a", "b")))
                || (isReport(exchange, body, "sync-collection")
                    && answer(exchange, objects("a", "b", "c", "d", "e"))));
    PluginProcess.Run run = backup();
    assertThat(run.out()).contains("work: 5 events: 5 new");
    assertComplete(run);
  }

  /** More than are handed on at a time, so that some of them were, and some were only read. */
  @Test
  void what_an_answer_named_before_it_broke_off_is_listed_by_the_next_one() throws Exception {
    String[] names = IntStream.range(0, 260).mapToObj("n%03d"::formatted).toArray(String[]::new);
    server.calendar("work", names);
    server.fault(
        (exchange, body) ->
            refused(exchange, "PROPFIND", 403)
                || (isReport(exchange, body, "sync-collection")
                    && breaksOff(exchange, server.members("work")))
                || (isReport(exchange, body, "calendar-query")
                    && answer(exchange, server.members("work"))));
    PluginProcess.Run run = backup();
    assertComplete(run);
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }

  /** As much as is announced, and three quarters of what was asked for. */
  private static boolean breaksOff(HttpExchange exchange, String responses) throws IOException {
    String whole = FaultServer.envelope(responses);
    FaultServer.reply(exchange, 207, "application/xml", whole.substring(0, whole.length() * 3 / 4));
    return true;
  }

  @Test
  void a_propfind_that_is_cut_short_and_that_nothing_completes_fails_its_calendar_alone()
      throws Exception {
    backup();
    server.fault(
        (exchange, body) ->
            (isPropfind(exchange) && answer(exchange, own(507) + objects("a", "b")))
                || refusesReports(exchange, body));
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("calendar work could not be listed: the server lists only a part of it")
        .doesNotContain("calendar home");
    assertThat(files()).as("nothing was removed").contains("c.ics", "e.ics");
  }

  @Test
  void without_sync_collection_each_type_is_queried_and_the_answers_are_united() throws Exception {
    server.fault(
        (exchange, body) ->
            refused(exchange, "PROPFIND", 403)
                || (isReport(exchange, body, "sync-collection") && refuse(exchange, 403))
                || (isReport(exchange, body, "\"VEVENT\"")
                    && answer(exchange, objects("a", "b", "c")))
                || (isReport(exchange, body, "\"VTODO\"") && answer(exchange, objects("d")))
                || (isReport(exchange, body, "\"VJOURNAL\"") && refuse(exchange, 403))
                || (isReport(exchange, body, "calendar-query")
                    && answer(exchange, objects("a", "b", "c", "d", "e"))));
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .as("what was united is said")
        .contains("calendar work: calendar-query lists 4 objects by type and 5 without a type");
    assertThat(files()).contains("a.ics", "b.ics", "c.ics", "d.ics", "e.ics");
  }

  @Test
  void a_calendar_that_no_way_lists_fails_with_the_servers_own_words() throws Exception {
    server.fault(
        (exchange, body) -> refused(exchange, "PROPFIND", 403) || refusesReports(exchange, body));
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("calendar work could not be listed: the server refuses the request (403")
        .contains("no other request lists all objects");
    assertThat(folder.resolve("home/h.ics")).exists();
  }

  @Test
  void an_empty_propfind_that_another_way_contradicts_does_not_empty_the_backup() throws Exception {
    backup();
    server.fault(
        (exchange, body) ->
            (isPropfind(exchange) && answer(exchange, own(200)))
                || (isReport(exchange, body, "sync-collection")
                    && answer(exchange, objects("a", "b", "c", "d", "e"))));
    PluginProcess.Run run = backup();
    assertThat(run.err())
        .contains("calendar work: PROPFIND lists no objects, but sync-collection does");
    assertThat(run.out()).contains("work: 5 events: 5 unchanged");
    assertThat(run.exit()).isZero();
  }

  @Test
  void an_answer_without_the_calendar_itself_does_not_empty_the_backup() throws Exception {
    backup();
    server.fault(
        (exchange, body) ->
            (isPropfind(exchange) && answer(exchange, "")) || refusesReports(exchange, body));
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("lacks the calendar itself");
    assertThat(files()).contains("a.ics");
  }

  @Test
  void an_empty_calendar_costs_one_request_more_and_is_no_failure() throws Exception {
    server.objects("work").clear();
    PluginProcess.Run run = backup();
    assertThat(run)
        .isEqualTo(new PluginProcess.Run(0, "home: 1 event: 1 new\nwork: no objects\n", ""));
    assertThat(server.requests().stream().filter(line -> line.equals("REPORT " + LISTING)))
        .hasSize(1);
  }

  @Test
  void an_object_that_the_listing_cannot_tell_about_is_read_all_the_same() throws Exception {
    server.fault(
        (exchange, body) ->
            isPropfind(exchange)
                && answer(
                    exchange,
                    own(200)
                        + objects("a", "b", "c", "d")
                        + "<d:response><d:href>/home/work/e.ics</d:href>"
                        + "<d:status>HTTP/1.1 500 Internal Server Error</d:status></d:response>"));
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isZero();
    assertThat(files()).contains("e.ics");
  }

  /** Two objects to a page; what comes next stands in the token. */
  private boolean pages(HttpExchange exchange, String body) throws IOException {
    List<String> all = List.of("a", "b", "c", "d", "e");
    int from =
        body.contains("token-")
            ? Integer.parseInt(body.replaceAll("(?s).*token-(\\d).*", "$1"))
            : 0;
    int to = Math.min(all.size(), from + 2);
    String page = objects(all.subList(from, to).toArray(String[]::new));
    String more = to < all.size() ? own(507) : "";
    return answer(exchange, page + more + "<d:sync-token>token-" + to + "</d:sync-token>");
  }

  private static boolean isPropfind(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("PROPFIND") && isListing(exchange);
  }

  private static boolean isListing(HttpExchange exchange) {
    return exchange.getRequestURI().getRawPath().equals(LISTING);
  }

  private static boolean isReport(HttpExchange exchange, String body, String word) {
    return exchange.getRequestMethod().equals("REPORT")
        && isListing(exchange)
        && body.contains(word)
        && !body.contains("calendar-multiget");
  }

  private static boolean refusesReports(HttpExchange exchange, String body) throws IOException {
    return isReport(exchange, body, "") && refuse(exchange, 403);
  }

  private static boolean refused(HttpExchange exchange, String method, int status)
      throws IOException {
    return exchange.getRequestMethod().equals(method)
        && isListing(exchange)
        && refuse(exchange, status);
  }

  private static boolean refuse(HttpExchange exchange, int status) throws IOException {
    FaultServer.reply(exchange, status, "text/plain", "not like that");
    return true;
  }

  private static boolean answer(HttpExchange exchange, String responses) throws IOException {
    FaultServer.multistatus(exchange, responses);
    return true;
  }

  private static String own(int status) {
    return status == 200
        ? FaultServer.calendarResponse("work")
        : "<d:response><d:href>"
            + LISTING
            + "</d:href><d:status>HTTP/1.1 "
            + status
            + " Insufficient Storage</d:status></d:response>";
  }

  private String objects(String... names) {
    return Arrays.stream(names)
        .map(
            name ->
                FaultServer.member(
                    "work", name + ".ics", server.objects("work").get(name + ".ics"), ""))
        .collect(Collectors.joining());
  }

  private void assertComplete(PluginProcess.Run run) throws IOException {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(files()).contains("a.ics", "b.ics", "c.ics", "d.ics", "e.ics");
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder.resolve("work"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private PluginProcess.Run backup() throws Exception {
    return PluginProcess.run("backup", server.location(), folder.toString());
  }
}
