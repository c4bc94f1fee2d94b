package caldavbackup.backup;

import static caldavbackup.caldav.ScriptedServer.has;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.Meetings;
import caldavbackup.snapshot.CalendarFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.model.WireTapDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The entries of {@code import}, {@code open} and {@code backup}: what comes of which answers. */
class BackupRoutesTest {
  private static final String TYPE =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static final List<String> NAMES = List.of("a.ics", "b.ics", "c.ics");

  private final List<String> paths = new ArrayList<>();
  private final List<Exchange> objects = new ArrayList<>();
  private Object opened;
  private ScriptedServer server;
  private Processor sink = objects::add;
  private Processor entry =
      exchange -> paths.add(exchange.getMessage().getBody(SnapshotEntry.class).path());

  @BeforeEach
  void start() throws Exception {
    server =
        new ScriptedServer("discover", "properties", "list", "fetch", "import", "open", "backup")
            .serves("caldav-sink", exchange -> sink.process(exchange))
            .serves("elsewhere", exchange -> objects.add(exchange))
            .serves("caldav-open-sink", exchange -> opened = exchange.getMessage().getBody())
            .serves("caldav-import-sink", exchange -> entry.process(exchange));
    server
        .answers(
            "PROPFIND /",
            207,
            has(
                "/",
                "<d:resourcetype><d:collection/></d:resourcetype><d:current-user-principal>"
                    + "<d:href>/</d:href></d:current-user-principal><c:calendar-home-set>"
                    + "<d:href>/home/</d:href></c:calendar-home-set>"))
        .answers("PROPFIND /home/", 207, has("/home/work/", TYPE))
        .answers("PROPFIND /home/work/", 207, listing(NAMES))
        .answers("REPORT /home/work/", 501, "");
    for (String name : NAMES) {
      server.answers("GET /home/work/" + name, 200, text(name));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String text(String name) {
    return new String(Meetings.event("SUMMARY:" + name));
  }

  private static String listing(List<String> names) {
    StringBuilder all =
        new StringBuilder("<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'>");
    all.append("<d:response><d:href>/home/work/</d:href><d:propstat><d:prop>" + TYPE)
        .append("</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>");
    for (String name : names) {
      all.append("<d:response><d:href>/home/work/" + name + "</d:href><d:propstat><d:prop>")
          .append("<d:resourcetype/><d:getetag>\"" + name + "\"</d:getetag></d:prop>")
          .append("<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>");
    }
    return all.append("</d:multistatus>").toString();
  }

  private Exchange send(String route, Map<String, String> options) throws Exception {
    return server.send(route, server.exchange(server.account(options)));
  }

  private static void assertWell(Exchange exchange) {
    assertThat(exchange.getException()).isNull();
  }

  @Test
  void an_import_emits_each_directory_file_and_object_and_reads_no_object() throws Exception {
    assertWell(send("caldav-import", Map.of()));
    assertThat(paths)
        .startsWith("/", "/work")
        .endsWith("/work/a.ics", "/work/b.ics", "/work/c.ics", "/work/.calendar.json");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("GET /home/work/"));
  }

  @Test
  void an_import_that_chooses_among_objects_reads_them() throws Exception {
    server.answersOnly("GET /home/work/b.ics", 403);
    assertWell(send("caldav-import", Map.of("components", "VTODO")));
    assertThat(paths) // one that cannot be read may be wanted
        .contains("/work/b.ics")
        .doesNotContain("/work/a.ics", "/work/c.ics");
  }

  @Test
  void a_run_that_is_brought_gets_all_entries_of_a_batch_together() throws Exception {
    List<List<String>> batches = new ArrayList<>();
    BackupRun run = new BackupRun();
    run.handTo(entries -> batches.add(entries.stream().map(SnapshotEntry::path).toList()));
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.setProperty(CaldavConstants.BACKUP, run);
    assertWell(server.send("caldav-import", exchange));
    assertThat(paths).isEmpty();
    assertThat(batches).first().isEqualTo(List.of("/"));
    assertThat(batches).last().isEqualTo(List.of("/work/a.ics", "/work/b.ics", "/work/c.ics"));
  }

  @Test
  void a_calendar_that_cannot_be_listed_fails_the_import_at_its_end() throws Exception {
    server.answersOnly("PROPFIND /home/work/", 403).answersOnly("REPORT /home/work/", 403);
    assertThat(send("caldav-import", Map.of()).getException())
        .hasMessageStartingWith("calendar work could not be listed: ");
    assertThat(paths).contains("/work/.calendar.json");
  }

  @Test
  void options_that_leave_no_calendar_are_a_failure_before_anything_is_emitted() throws Exception {
    for (String route : List.of("caldav-import", "caldav-backup")) {
      assertThat(send(route, Map.of("calendars", "other")).getException())
          .hasMessageContaining("option 'calendars' leaves none of the 1 calendars: work");
    }
    assertThat(paths).isEmpty();
    assertThat(objects).isEmpty();
  }

  private void open(Exchange imported, String path) {
    opened = null;
    imported.getMessage().setBody(path);
    server.send("caldav-open", imported);
  }

  private static byte[] bytes(Object opened) throws IOException {
    return opened instanceof byte[] all ? all : ((java.io.InputStream) opened).readAllBytes();
  }

  @Test
  void each_path_that_was_emitted_opens() throws Exception {
    Exchange imported = send("caldav-import", Map.of());
    for (String name : NAMES) {
      open(imported, "/work/" + name);
      assertWell(imported);
      assertThat(bytes(opened)).isEqualTo(text(name).getBytes());
    }
    open(imported, "/work/.calendar.json");
    byte[] identity = bytes(opened);
    assertThat(new String(identity)).contains("/home/work/");
    assertThat(CalendarFiles.count(identity)).isEqualTo(new CalendarFiles.Count(3, true));
  }

  @Test
  void a_calendar_that_cannot_be_listed_says_so_in_its_file() throws Exception {
    server.answersOnly("PROPFIND /home/work/", 500);
    Exchange imported = send("caldav-import", Map.of());
    assertThat(imported.getException()).hasMessageContaining("could not be listed");
    imported.setException(null);
    open(imported, "/work/.calendar.json");
    assertThat(CalendarFiles.count(bytes(opened))).isEqualTo(new CalendarFiles.Count(0, false));
  }

  @Test
  void a_path_of_an_object_that_is_gone_says_so() throws Exception {
    Exchange imported = send("caldav-import", Map.of());
    server.answersOnly("GET /home/work/a.ics", 404);
    open(imported, "/work/a.ics");
    assertThat(imported.getException()).hasMessageStartingWith("deleted on the server after");
    assertThat(opened).isNull();
  }

  @Test
  void an_object_that_goes_while_it_is_read_says_that_it_is_gone() throws Exception {
    Exchange imported = send("caldav-import", Map.of());
    server.answersOnly("GET /home/work/a.ics", 200);
    for (int i = 0; i < 4; i++) { // the first and its repetitions
      server.answers("GET /home/work/a.ics", 200, "");
    }
    server
        .answers("GET /home/work/a.ics", 404, "")
        .answers("PROPFIND /home/work/a.ics", 207, listing(List.of("a.ics")))
        .answers("PROPFIND /home/work/a.ics", 404, "");
    open(imported, "/work/a.ics");
    assertThat(server.requests()).contains("REPORT /home/work/");
    assertThat(imported.getException()).hasMessageStartingWith("deleted on the server after");
  }

  @Test
  void what_cannot_be_read_ahead_is_read_when_it_is_asked_for() throws Exception {
    Exchange imported = send("caldav-import", Map.of());
    AdviceWith.adviceWith(
        imported.getContext(),
        "caldav-open",
        route ->
            route
                .weaveByType(WireTapDefinition.class)
                .replace()
                .throwException(new RejectedExecutionException("shut down")));
    for (String name : NAMES) {
      open(imported, "/work/" + name);
      assertWell(imported);
      assertThat(bytes(opened)).isEqualTo(text(name).getBytes());
    }
  }

  @Test
  void an_object_that_get_gives_as_a_page_is_what_multiget_gives_with_its_proof() throws Exception {
    Exchange imported = send("caldav-import", Map.of());
    server
        .answersOnly("GET /home/work/a.ics", 200)
        .answersOnly("REPORT /home/work/", 501)
        .answers("PROPFIND /home/work/a.ics", 207, listing(List.of("a.ics")));
    open(imported, "/work/a.ics");
    assertThat(imported.getException()).hasMessageContaining("an empty answer instead of the");
    assertThat(server.requests()).contains("REPORT /home/work/");
  }

  @Test
  void a_backup_hands_each_object_on_with_what_is_known_of_it() throws Exception {
    assertWell(send("caldav-backup", Map.of()));
    assertThat(objects)
        .extracting(exchange -> exchange.getMessage().getBody(String.class))
        .containsExactly(text("a.ics"), text("b.ics"), text("c.ics"));
    Map<String, Object> headers = objects.get(0).getMessage().getHeaders();
    assertThat(headers)
        .containsEntry(CaldavConstants.HREF, "/home/work/a.ics")
        .containsEntry(CaldavConstants.NAME, "a.ics")
        .containsEntry(CaldavConstants.ETAG, "\"a.ics\"")
        .containsEntry(CaldavConstants.CALENDAR, "work")
        .containsEntry(CaldavConstants.CALENDAR_HREF, "/home/work/")
        .containsEntry(CaldavConstants.PATH, "work/a.ics")
        .containsEntry(CaldavConstants.ORIGIN, "127.0.0.1:1/")
        .containsEntry(CaldavConstants.KIND, "object")
        .containsKeys(CaldavConstants.UID, CaldavConstants.RUN_ID)
        .doesNotContainKeys(CaldavConstants.CHANGE, CaldavConstants.GONE, CaldavConstants.ERROR);
    assertThat(headers.values()).allMatch(value -> value instanceof String);
  }

  @Test
  void an_object_that_cannot_be_read_is_handed_on_and_fails_the_run_at_its_end() throws Exception {
    server.answersOnly("GET /home/work/b.ics", 403);
    assertThat(send("caldav-backup", Map.of()).getException())
        .hasMessageStartingWith("work/b.ics could not be read: ")
        .hasMessageContaining("403");
    assertThat(objects).hasSize(3);
    assertThat(objects.get(1).getMessage().getBody()).isNull();
    assertThat(objects.get(1).getMessage().getHeader(CaldavConstants.ERROR, String.class))
        .contains("403");
  }

  @Test
  void several_objects_that_cannot_be_read_are_one_sentence() throws Exception {
    server.answersOnly("GET /home/work/a.ics", 403).answersOnly("GET /home/work/c.ics", 403);
    assertThat(send("caldav-backup", Map.of()).getException())
        .hasMessageStartingWith("work/a.ics could not be read: ")
        .hasMessageEndingWith(" (and 1 more could not be read)");
    assertThat(objects).hasSize(3);
  }

  @Test
  void an_object_that_is_gone_since_it_was_listed_is_no_failure() throws Exception {
    server.answersOnly("GET /home/work/b.ics", 404);
    assertWell(send("caldav-backup", Map.of()));
    assertThat(objects.get(1).getMessage().getHeader(CaldavConstants.GONE)).isEqualTo("true");
  }

  @Test
  void a_backup_goes_where_the_exchange_says_and_only_with_what_is_wanted() throws Exception {
    sink =
        exchange -> {
          throw new IllegalStateException("nothing comes here");
        };
    Exchange exchange = server.exchange(server.account(Map.of("components", "VTODO")));
    exchange.setProperty(CaldavConstants.BACKUP_TO, "direct:elsewhere");
    server.answersOnly("GET /home/work/b.ics", 403);
    assertThat(server.send("caldav-backup", exchange).getException())
        .hasMessageStartingWith("work/b.ics could not be read: ");
    assertThat(objects) // one that cannot be read may be wanted
        .extracting(one -> one.getMessage().getHeader(CaldavConstants.NAME))
        .containsExactly("b.ics");
  }

  @Test
  void a_backup_whose_last_batch_meets_the_end_of_the_run_fails() throws Exception {
    server.answersOnly("GET /home/work/b.ics", 401);
    assertThat(send("caldav-backup", Map.of()).getException())
        .hasMessageContaining("requires a sign-in");
    assertThat(objects).hasSize(3);
  }

  @Test
  void a_failure_of_who_takes_an_entry_ends_the_import_and_is_nobody_elses() throws Exception {
    entry =
        exchange -> {
          String path = exchange.getMessage().getBody(SnapshotEntry.class).path();
          paths.add(path);
          if (path.endsWith("a.ics")) {
            throw new IllegalStateException("the disk is full");
          }
        };
    assertThat(send("caldav-import", Map.of()).getException())
        .hasRootCauseMessage("the disk is full");
    assertThat(paths).last().isEqualTo("/work/a.ics");
  }

  @Test
  void three_failures_of_who_takes_the_objects_end_the_backup_and_are_nobody_elses()
      throws Exception {
    sink =
        exchange -> {
          objects.add(exchange);
          throw new IllegalStateException("the disk is full");
        };
    assertThat(send("caldav-backup", Map.of()).getException())
        .hasMessageStartingWith(
            "3 consecutive messages were not accepted, the last one: direct:caldav-sink")
        .hasRootCauseMessage("the disk is full");
    assertThat(objects).hasSize(3);
    assertThat(server.requests()).filteredOn("REPORT /home/work/"::equals).hasSize(1);
  }
}
