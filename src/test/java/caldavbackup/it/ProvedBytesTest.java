package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.folder.Progress.Outcome;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to GET that are not the object, and answers that do not come to their end. */
class ProvedBytesTest {
  private static final String PAGE =
      "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Who are you?</body></html>";
  private static LocalBackup backup;

  @TempDir Path temp;
  private Path folder;
  private FaultServer server;

  @BeforeAll
  static void startRoutes() {
    backup = new LocalBackup();
  }

  @AfterAll
  static void stopRoutes() {
    backup.close();
  }

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", "a b c d e f".split(" "));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** What a server may answer in place of an object, with status 200. */
  enum Instead {
    WEB_PAGE("a web page, perhaps of a sign-on"),
    WEB_PAGE_AS_CALENDAR("a web page"),
    EMPTY("an empty answer"),
    CUT(" bytes of | breaks off"),
    ERROR("something that is no iCalendar text|bytes of");

    private final String said;

    Instead(String said) {
      this.said = said;
    }

    void send(HttpExchange exchange, String object) throws IOException {
      switch (this) {
        case WEB_PAGE -> FaultServer.reply(exchange, 200, "text/html; charset=utf-8", PAGE);
        case WEB_PAGE_AS_CALENDAR -> FaultServer.reply(exchange, 200, "text/calendar", PAGE);
        case EMPTY -> FaultServer.reply(exchange, 200, "text/calendar", "");
        case CUT ->
            FaultServer.reply(
                exchange, 200, "text/calendar", object.substring(0, object.length() * 2 / 3));
        case ERROR -> FaultServer.reply(exchange, 200, "application/json", "{\"error\":\"busy\"}");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WEB_PAGE,true", "WEB_PAGE,false",
    "WEB_PAGE_AS_CALENDAR,true", "WEB_PAGE_AS_CALENDAR,false",
    "EMPTY,true", "EMPTY,false",
    "CUT,true", "CUT,false",
    "ERROR,true", "ERROR,false"
  })
  void what_always_comes_in_place_of_an_object_is_its_error_and_no_other(
      Instead what, boolean withLengths) throws Exception {
    server.fault(
        either(
            noMultiget(),
            lengths(withLengths),
            FaultServer.on(
                "GET",
                ".*/c.ics",
                (exchange, body) -> {
                  what.send(exchange, server.objects("work").get("c.ics"));
                  return true;
                })));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.problems()).singleElement().asString().startsWith("KO /work/c.ics: the server");
    assertThat(what.said.split("\\|")).anyMatch(said -> run.said().contains(said));
    assertThat(requests("GET /home/work/c.ics"))
        .as("as often as any broken answer, and once beside a multiget")
        .isBetween(5L, 6L);
    assertAllBut("c.ics");
  }

  @ParameterizedTest
  @CsvSource({"WEB_PAGE,true", "WEB_PAGE,false", "EMPTY,false", "CUT,false", "ERROR,false"})
  void what_comes_once_in_place_of_an_object_is_asked_for_again(Instead what, boolean withLengths)
      throws Exception {
    server.fault(
        either(
            noMultiget(),
            lengths(withLengths),
            FaultServer.on(
                "GET",
                ".*/c.ics",
                FaultServer.times(
                    2,
                    (exchange, body) -> {
                      what.send(exchange, server.objects("work").get("c.ics"));
                      return true;
                    }))));
    assertWhole(backup.run(server.location(), folder));
  }

  @Test
  void a_sign_on_page_behind_a_redirect_is_no_object() throws Exception {
    server.fault(
        either(
            noMultiget(),
            FaultServer.on(
                "GET", ".*/c.ics", FaultServer.header(302, "Location", "/sign-on?next=c")),
            FaultServer.on("GET", "/sign-on", FaultServer.answer(200, "text/html", PAGE))));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.said())
        .contains("KO /work/c.ics: ", "a web page, perhaps of a sign-on", "/sign-on");
    assertAllBut("c.ics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPORT", "PROPFIND"})
  void a_sign_on_page_is_no_multistatus(String method) throws Exception {
    String path = "/home/work/";
    server.fault(
        either(
            FaultServer.on(method, path, FaultServer.header(302, "Location", "/sign-on")),
            FaultServer.on(method, "/sign-on", FaultServer.answer(200, "text/html", PAGE))));
    LocalBackup.Run run = backup.run(server.location(), folder);
    if (method.equals("REPORT")) {
      assertWhole(run);
    } else {
      assertThat(run.said()).contains("calendar work could not be listed");
    }
  }

  @Test
  void what_multiget_proved_is_kept_when_get_gives_a_web_page() throws Exception {
    server.fault(FaultServer.on("GET", ".*", FaultServer.answer(200, "text/html", PAGE)));
    assertWhole(backup.run(server.location(), folder));
  }

  @Test
  void a_text_whose_length_says_otherwise_does_not_stand_against_one_that_multiget_proved()
      throws Exception {
    server.fault(
        FaultServer.on("GET", ".*", FaultServer.answer(200, "text/calendar", Ics.event("x", "y"))));
    assertWhole(backup.run(server.location(), folder));
  }

  @Test
  void an_object_that_changed_since_it_was_listed_comes_as_it_is_now() throws Exception {
    String listing = server.members("work");
    server.fault(
        either(
            noMultiget(),
            FaultServer.onListing(
                "work",
                (exchange, body) -> {
                  FaultServer.multistatus(exchange, FaultServer.calendarResponse("work") + listing);
                  return true;
                })));
    server.objects("work").put("c.ics", Ics.event("c", "a longer summary than before"));
    assertWhole(backup.run(server.location(), folder));
  }

  @Test
  void a_newer_version_with_an_etag_of_its_own_is_the_object() throws Exception {
    server.fault(
        either(
            noMultiget(),
            FaultServer.on(
                "GET",
                ".*/c.ics",
                (exchange, body) -> {
                  exchange.getResponseHeaders().set("ETag", "\"newer\"");
                  return false;
                })));
    server.objects("work").put("c.ics", Ics.event("c", "a longer summary"));
    assertWhole(backup.run(server.location(), folder));
    assertThat(requests("GET /home/work/c.ics")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_a_server_truly_stores_comes_through_however_broken_it_is(boolean withLengths)
      throws Exception {
    server.objects("work").put("c.ics", "THIS IS NO CALENDAR\r\n");
    server.objects("work").put("d.ics", Ics.event("d", "x").replace("END:VCALENDAR\r\n", ""));
    server.objects("work").put("e.ics", Ics.event("e", "x").replace("BEGIN:VEVENT\r\n", ""));
    server.fault(lengths(withLengths));
    assertWhole(backup.run(server.location(), folder));
  }

  @ParameterizedTest
  @CsvSource({"300,true", "304,true", "304,false"})
  void a_redirection_to_nowhere_is_no_object(int status, boolean withLengths) throws Exception {
    server.fault(
        either(
            noMultiget(),
            lengths(withLengths),
            FaultServer.on("GET", ".*/c.ics", FaultServer.header(status, "ETag", "\"1\""))));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("KO /work/c.ics: the server answered " + status);
    assertAllBut("c.ics");
  }

  @Test
  void objects_whose_calendar_cannot_be_found_either_are_not_gone_but_missing() throws Exception {
    AtomicInteger read = new AtomicInteger();
    server.fault(
        either(
            noMultiget(),
            (exchange, body) -> {
              boolean isLost = exchange.getRequestMethod().equals("GET") || read.get() > 0;
              if (isLost) {
                read.incrementAndGet();
                FaultServer.reply(exchange, 404, "text/plain", "no such site");
              }
              return isLost;
            }));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("/work/a.ics", "/work/f.ics", "calendar work cannot be found");
  }

  /** What the listing says of its objects beside their ETags, and how a cache names what it has. */
  enum Kept {
    LENGTH,
    DIGEST,
    NOTHING
  }

  @ParameterizedTest
  @EnumSource
  void an_older_version_that_a_cache_kept_is_not_the_object(Kept said) throws Exception {
    assertWhole(backup.run(server.location(), folder));
    Map<String, String> before = Vdir.objects(folder.resolve("work"));
    String old = before.get("f.ics"); // the last: what the server's words are worth is known then
    for (String name : "a b c d e f".split(" ")) {
      server.objects("work").put(name + ".ics", Ics.event(name, "a newer one"));
    }
    server.fault(
        either(
            said == Kept.NOTHING ? (exchange, body) -> false : noMultiget(),
            lengths(said == Kept.LENGTH),
            FaultServer.on(
                "GET",
                ".*/f.ics",
                (exchange, body) -> {
                  exchange.getResponseHeaders().set("ETag", etag(old, said));
                  FaultServer.reply(exchange, 200, "text/calendar", old);
                  return true;
                }),
            FaultServer.on(
                "GET",
                ".*",
                (exchange, body) -> {
                  String path = exchange.getRequestURI().getPath();
                  String now = server.objects("work").get(path.substring("/home/work/".length()));
                  exchange.getResponseHeaders().set("ETag", etag(now, Kept.LENGTH));
                  return false;
                })));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.problems()).singleElement().asString().startsWith("KO /work/f.ics: the server");
    server.objects("work").put("f.ics", old);
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }

  private static String etag(String ics, Kept said) throws IOException {
    if (said != Kept.DIGEST) {
      return "\"" + ics.hashCode() + "\"";
    }
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] digest = md5.digest(ics.getBytes(StandardCharsets.UTF_8));
      return "\"" + HexFormat.of().formatHex(digest) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_server_with_etags_of_its_own_for_get_gives_its_objects(boolean withLengths)
      throws Exception {
    server.fault(
        either(
            noMultiget(),
            lengths(withLengths),
            FaultServer.on(
                "GET",
                ".*",
                (exchange, body) -> {
                  exchange
                      .getResponseHeaders()
                      .set("ETag", "\"own " + exchange.getRequestURI() + "\"");
                  return false;
                })));
    assertWhole(backup.run(server.location(), folder));
  }

  @Test
  void a_text_without_its_last_line_end_is_not_one_that_is_listed_as_longer() throws Exception {
    server.fault(
        either(
            noMultiget(),
            FaultServer.on(
                "GET",
                ".*/home/work/.*",
                (exchange, body) -> {
                  String path = exchange.getRequestURI().getPath();
                  String all = server.objects("work").get(path.substring("/home/work/".length()));
                  FaultServer.reply(exchange, 200, "text/calendar", all.stripTrailing());
                  return true;
                })));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("/work/a.ics", " bytes of ");
  }

  @Test
  void what_only_two_answers_agree_on_is_read_again_by_the_next_run() throws Exception {
    server.objects("work").put("c.ics", "THIS IS NO CALENDAR\r\n");
    server.fault(lengths(false));
    assertWhole(backup.run(server.location(), folder));
    assertThat(backup.run(server.location(), folder).outcomes())
        .containsEntry(Outcome.FETCHED, 1)
        .containsEntry(Outcome.UNCHANGED, 7);
  }

  @Test
  void what_an_older_version_wrote_without_a_proof_is_read_again_once() throws Exception {
    assertWhole(backup.run(server.location(), folder));
    Path state = folder.resolve(".caldav-backup.jsonl");
    Files.writeString(state, Files.readString(state).replaceAll(",\"proof\":\"\\w+\"", ""));
    Files.writeString(folder.resolve("work/c.ics"), server.objects("work").get("d.ics"));
    assertThat(backup.run(server.location(), folder).outcomes())
        .doesNotContainKey(Outcome.UNCHANGED);
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
    assertThat(backup.run(server.location(), folder).outcomes())
        .containsOnlyKeys(Outcome.UNCHANGED);
  }

  @Test
  void the_good_file_of_the_run_before_stays_when_the_object_does_not_come() throws Exception {
    assertWhole(backup.run(server.location(), folder));
    Map<String, String> before = Vdir.objects(folder.resolve("work"));
    server.objects("work").put("c.ics", Ics.event("c", "a newer one"));
    server.fault(
        either(
            noMultiget(), FaultServer.on("GET", ".*", FaultServer.answer(200, "text/html", PAGE))));
    assertThat(backup.run(server.location(), folder).complete()).isFalse();
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_large_object_is_proved_before_its_last_byte_is_given(boolean isCut) throws Exception {
    String large = Ics.object("VEVENT", "c", "DTSTART:20260102T100000Z", Ics.folded(3 << 20));
    server.objects("work").put("c.ics", large);
    server.fault(
        FaultServer.on(
            "GET",
            ".*/c.ics",
            isCut
                ? FaultServer.answer(200, "text/calendar", large.substring(0, 2 << 20))
                : FaultServer.times(2, FaultServer.halfThenBreak(200, large))));
    LocalBackup.Run run = backup.run(server.location(), folder);
    if (isCut) {
      assertThat(run.said()).contains("KO /work/c.ics: ", (2 << 20) + " bytes of ");
      assertAllBut("c.ics");
    } else {
      assertWhole(run);
    }
  }

  /** How an answer may end before its end. */
  enum Break {
    LENGTH,
    CHUNKS,
    GZIP
  }

  @ParameterizedTest
  @EnumSource
  void behind_a_line_that_cuts_every_fourth_answer_a_backup_ends_whole(Break how) throws Exception {
    for (int i = 0; i < 60; i++) {
      server.calendar("more", "e" + i);
    }
    AtomicInteger count = new AtomicInteger();
    for (boolean multiget : new boolean[] {true, false}) {
      FaultServer.Fault refusal = multiget ? (exchange, body) -> false : noMultiget();
      server.fault(
          either(
              refusal,
              (exchange, body) -> count.incrementAndGet() % 4 == 0 && cut(how, exchange, body)));
      Path to = temp.resolve("multiget-" + multiget);
      LocalBackup.Run run = backup.run(server.location(), to);
      assertThat(run.said()).isEmpty();
      assertThat(Vdir.objects(to.resolve("work"))).isEqualTo(server.objects("work"));
      assertThat(Vdir.objects(to.resolve("more"))).isEqualTo(server.objects("more"));
    }
  }

  /** Answers truly, and breaks off in the middle. */
  private boolean cut(Break how, HttpExchange exchange, String body) throws IOException {
    byte[] answer = server.answerTo(exchange, body);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    int status = exchange.getRequestMethod().equals("GET") ? 200 : 207;
    OutputStream out;
    if (how == Break.GZIP) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(answer);
      }
      byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(status, half.length);
      exchange.getResponseBody().write(half);
      exchange.getResponseBody().close();
      return true;
    }
    exchange.sendResponseHeaders(status, how == Break.CHUNKS ? 0 : answer.length);
    out = exchange.getResponseBody();
    out.write(answer, 0, answer.length / 2);
    out.flush();
    throw new IOException("broken off, as the test wants it");
  }

  private static FaultServer.Fault noMultiget() {
    return FaultServer.onMultiget(FaultServer.answer(501, "text/plain", "no such report"));
  }

  /** Whether the listing and multiget tell lengths. */
  private FaultServer.Fault lengths(boolean told) {
    return (exchange, body) -> {
      if (told || !body.contains("getetag")) {
        return false;
      }
      String all = new String(server.answerTo(exchange, body), StandardCharsets.UTF_8);
      FaultServer.reply(
          exchange,
          207,
          "application/xml",
          all.replaceAll("<d:getcontentlength>\\d+</d:getcontentlength>", ""));
      return true;
    };
  }

  private static FaultServer.Fault either(FaultServer.Fault... faults) {
    return (exchange, body) -> {
      for (FaultServer.Fault fault : faults) {
        if (fault.answer(exchange, body)) {
          return true;
        }
      }
      return false;
    };
  }

  private long requests(String line) {
    return server.requests().stream().filter(line::equals).count();
  }

  private void assertWhole(LocalBackup.Run run) throws Exception {
    assertThat(run.said()).isEmpty();
    assertThat(run.complete()).isTrue();
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }

  private void assertAllBut(String name) throws Exception {
    server.objects("work").remove(name);
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }
}
