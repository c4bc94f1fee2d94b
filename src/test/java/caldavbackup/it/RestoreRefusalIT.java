package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a restore makes of servers that do not take what they are given. */
class RestoreRefusalIT {
  private static final int MANY = 60;
  private static final Pattern FILE = Pattern.compile(" (\\S+\\.txt) lists them");

  @TempDir Path temp;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {412, 409, 403})
  void a_status_without_anything_there_is_a_refusal_in_the_servers_words(int status)
      throws Exception {
    server.fault(onPut("a", FaultServer.answer(status, "text/plain", "not today")));
    for (String conflict : List.of("skip", "overwrite", "copy")) {
      PluginProcess.Run run = restore(objects("a", "b"), "conflict=" + conflict);
      assertThat(run.exit()).as(conflict).isEqualTo(1);
      assertThat(run.err())
          .contains("KO work: \"Termin a\", Fri 2026-01-02 10:00 UTC (work/a.ics): the server ")
          .contains(status + "")
          .contains("not today")
          .doesNotContain("was created on the server");
      assertThat(run.out()).doesNotContain("KEEP");
    }
    assertThat(server.objects("work")).containsOnlyKeys("b.ics");
  }

  @ParameterizedTest
  @CsvSource({"a.ics,412", "z.ics,409"}) // under its name, under its UID
  void with_skip_what_came_to_be_there_meanwhile_stays(String name, int status) throws Exception {
    server.fault(
        onPut(
            "a",
            (exchange, body) -> {
              server.objects("work").put(name, Ics.event("a", "somebody else's"));
              return FaultServer.answer(status, "text/plain", "").answer(exchange, body);
            }));
    PluginProcess.Run run = restore(objects("a", "b"), "conflict=skip");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("KEEP");
    assertThat(server.objects("work")).containsOnlyKeys("b.ics", name);
    assertThat(server.objects("work").get(name)).contains("somebody else's");
  }

  @Test
  void no_new_uid_is_given_where_only_the_status_is_that_of_a_conflict() throws Exception {
    server.fault(
        FaultServer.on(
            "PUT", ".*/a\\.ics", FaultServer.answer(403, "text/plain", "missing UID property")));
    assertThat(restore(objects("a"), "conflict=copy").exit()).isEqualTo(1);
    assertThat(server.requests()).filteredOn(line -> line.startsWith("PUT")).hasSize(1);
  }

  @Test
  void the_limits_of_a_calendar_that_was_just_made_are_heeded() throws Exception {
    server.fault(
        (exchange, body) -> {
          boolean isLook =
              exchange.getRequestMethod().equals("PROPFIND")
                  && exchange.getRequestURI().getPath().equals("/home/new/")
                  && "0".equals(exchange.getRequestHeaders().getFirst("Depth"))
                  && server.objects("new") != null;
          if (isLook) {
            String limits = "<c:max-resource-size>300</c:max-resource-size>";
            FaultServer.multistatus(
                exchange,
                FaultServer.calendarResponse("new").replace("</d:prop>", limits + "</d:prop>"));
          }
          return isLook;
        });
    Path folder = temp.resolve("limits");
    write(folder.resolve("new/small.ics"), Ics.event("small", "x"));
    write(folder.resolve("new/big.ics"), Ics.event("big", "x".repeat(400)));
    PluginProcess.Run run = restore(folder);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern(
            "KO new: .* \\(new/big\\.ics\\): it has \\d+ bytes, but the server accepts at most 300");
    assertThat(server.requests()).contains("PUT /home/new/small.ics");
    assertThat(server.requests()).doesNotContain("PUT /home/new/big.ics");
  }

  @Test
  void each_event_of_an_export_that_is_refused_is_named_with_its_reason() throws Exception {
    StringBuilder export = new StringBuilder("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Work\r\n");
    for (int i = 0; i < 15; i++) {
      export.append(Ics.event("e" + i, "Termin " + i).replaceAll("(?s)^.*?(?=BEGIN:VEVENT)", ""));
      export.setLength(export.lastIndexOf("END:VCALENDAR"));
    }
    Path folder = temp.resolve("export");
    write(folder.resolve("Work.ics"), export + "END:VCALENDAR\r\n");
    server.fault(
        FaultServer.on(
            "PUT",
            ".*/e(3|7|11)\\.ics",
            FaultServer.answer(
                403, "application/xml", "<d:error><c:valid-calendar-data/></d:error>")));
    PluginProcess.Run run = restore(folder);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("KO Work.ics: 3 of 15 events were not restored: ")
        .containsPattern(
            (": \"Termin 3\", DATE; \"Termin 7\", DATE; \"Termin 11\", DATE:"
                    + " the server refuses .*valid-calendar-data")
                .replace("DATE", "Fri 2026-01-02 10:00 UTC"))
        .contains("\ncaldav: 3 of 15 events were not restored\n");
    assertThat(server.objects("work")).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"507", "quota", "401"})
  void a_cause_that_ends_all_is_one_line_and_no_further_request(String cause) throws Exception {
    AtomicInteger puts = new AtomicInteger();
    FaultServer.Fault end =
        switch (cause) {
          case "507" -> FaultServer.answer(507, "text/plain", "full");
          case "quota" ->
              FaultServer.answer(
                  403, "application/xml", "<d:error><d:quota-not-exceeded/></d:error>");
          default -> FaultServer.answer(401, "text/plain", "");
        };
    server.fault(
        (exchange, body) ->
            exchange.getRequestMethod().equals("PUT")
                && puts.incrementAndGet() > 10
                && end.answer(exchange, body));
    PluginProcess.Run run = restore(many(), "concurrency=1");
    boolean isReadBack = !cause.equals("401"); // else nobody can tell what became of the others
    assertEnded(run, isReadBack ? MANY - 10 : MANY);
    assertThat(server.objects("work")).hasSize(10);
    assertThat(puts.get()).isEqualTo(11);
  }

  @Test
  void a_server_that_is_gone_is_one_line() throws Exception {
    AtomicInteger puts = new AtomicInteger();
    server.fault(
        (exchange, body) -> {
          if (exchange.getRequestMethod().equals("PUT") && puts.incrementAndGet() > 10) {
            Thread closing = new Thread(server::close);
            closing.start();
            exchange.close();
            return true;
          }
          return false;
        });
    PluginProcess.Run run = restore(many(), "concurrency=1", "verify=off");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().lines().filter(line -> line.contains("cannot be reached"))).hasSize(1);
    assertThat(run.err()).contains("The restore stopped: ").doesNotContain("\tat ");
  }

  private void assertEnded(PluginProcess.Run run, int lost) throws Exception {
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    Matcher file = FILE.matcher(run.err());
    assertThat(file.find()).as(run.err()).isTrue();
    assertThat(run.err()).contains("The restore stopped: " + lost + " of ");
    List<String> lines = Files.readAllLines(Path.of(file.group(1)));
    Files.delete(Path.of(file.group(1)));
    assertThat(lines).hasSize(lost).allMatch(line -> line.contains(" (work/m"));
  }

  private Path many() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      names.add("m" + i);
    }
    return objects(names.toArray(String[]::new));
  }

  private Path objects(String... names) throws Exception {
    Path folder = temp.resolve("objects");
    for (String name : names) {
      write(folder.resolve("work/" + name + ".ics"), Ics.event(name, "Termin " + name));
    }
    return folder;
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private FaultServer.Fault onPut(String name, FaultServer.Fault fault) {
    return (HttpExchange exchange, String body) ->
        exchange.getRequestMethod().equals("PUT")
            && exchange.getRequestURI().getPath().endsWith("/" + name + ".ics")
            && fault.answer(exchange, body);
  }

  @Test
  void deletions_whose_answers_have_a_body_come_to_their_end() throws Exception {
    for (int i = 0; i < 12; i++) {
      server.objects("work").put("s" + i + ".ics", Ics.event("s" + i, "is not in the snapshot"));
    }
    server.fault(
        (exchange, body) -> {
          if (!exchange.getRequestMethod().equals("DELETE")) {
            return false;
          }
          String path = exchange.getRequestURI().getPath();
          server.objects("work").remove(path.substring(path.lastIndexOf('/') + 1));
          FaultServer.reply(exchange, 200, "text/plain", "deleted");
          return true;
        });
    Path folder = objects("a", "b");
    write(folder.resolve("work/.calendar.json"), "{\"format\":1,\"href\":\"/home/work/\"}");
    PluginProcess.Run run =
        restore(folder, "mirror=true", "mirror_limit=100", "concurrency=1", "io_timeout=5s");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(server.objects("work")).containsOnlyKeys("a.ics", "b.ics");
  }

  private PluginProcess.Run restore(Path folder, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("restore", folder.toString(), server.location()));
    words.addAll(List.of("username=me", "password=secret"));
    words.addAll(List.of(options));
    return PluginProcess.run(words, Map.of());
  }
}
