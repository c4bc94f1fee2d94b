package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that a server gives only in part, not at all, or with words that are not true. */
class FetchingIT {
  private static final int OBJECTS = 60;
  private static final Pattern HREF = Pattern.compile("<d:href>([^<]*)</d:href>");

  @TempDir Path folder;
  private FaultServer server;
  private final ConcurrentLinkedQueue<Integer> multigets = new ConcurrentLinkedQueue<>();
  private final Set<HttpExchange> counted = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work");
    for (int i = 0; i < OBJECTS; i++) {
      put("e%02d".formatted(i), Ics.event("e" + i, "Nummer " + i));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 413, 500, 507})
  void a_multiget_that_is_too_large_is_asked_for_in_halves(int status) throws Exception {
    server.fault((exchange, body) -> counts(exchange, body) > 7 && refuse(exchange, status));
    assertWhole(backup());
    assertThat(multigets).anyMatch(size -> size > 7).anyMatch(size -> size <= 7);
    assertThat(server.requests("GET")).as("those that were opened first").isLessThan(OBJECTS / 4);
  }

  @Test
  void a_multiget_that_is_silently_short_is_asked_for_the_rest_and_then_for_less()
      throws Exception {
    server.calendar("two");
    for (int i = 0; i < OBJECTS; i++) {
      server.objects("two").put("t%02d.ics".formatted(i), Ics.event("t" + i, "Nummer " + i));
    }
    server.fault(
        (exchange, body) ->
            counts(exchange, body) > 10
                && multiget(exchange, body, name -> name.compareTo("z") < 0, 10));
    assertWhole(backup());
    assertThat(files("two")).isEqualTo(server.objects("two"));
    assertThat(multigets).anyMatch(size -> size > 10).anyMatch(size -> size == 10);
    assertThat(server.requests("GET")).as("those that were opened first").isLessThan(OBJECTS / 4);
  }

  @Test
  void one_bad_object_that_breaks_the_xml_stops_no_other() throws Exception {
    put("e33", Ics.event("e33", "before\u0001after \u00e9"));
    server.fault(
        (exchange, body) ->
            counts(exchange, body) > 0
                && body.contains("/e33.ics")
                && multistatus(
                    exchange, "<d:response><d:href>/home/work/e33.ics</d:href>&#1;</d:response>"));
    assertWhole(backup());
  }

  @Test
  void a_byte_that_is_no_utf8_comes_through() throws Exception {
    byte[] object = Ics.event("e33", "caf\u00e9 1").getBytes(StandardCharsets.ISO_8859_1);
    server.fault(
        (exchange, body) ->
            exchange.getRequestURI().getPath().endsWith("/e33.ics") && bytes(exchange, object));
    put("e33", Ics.event("e33", "caf\uFFFD")); // what XML makes of it, and as long
    PluginProcess.Run run = backup();
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(folder.resolve("work/e33.ics")).hasBinaryContent(object);
  }

  @Test
  void a_server_without_multiget_is_asked_for_one_after_the_other() throws Exception {
    server.fault((exchange, body) -> counts(exchange, body) > 0 && refuse(exchange, 501));
    assertWhole(backup());
    assertThat(multigets).hasSizeBetween(1, 2); // the second may be under way
  }

  @Test
  void a_server_that_answers_404_for_all_when_one_is_gone_loses_only_that_one() throws Exception {
    server.fault(
        (exchange, body) ->
            isGone(exchange, "e20")
                || (counts(exchange, body) > 0 && body.contains("/e20.ics"))
                    && refuse(exchange, 404));
    assertGone(backup(), "e20");
  }

  @Test
  void a_server_that_leaves_out_what_is_gone_loses_only_that_one() throws Exception {
    server.fault((exchange, body) -> isGone(exchange, "e20") || multigetWithout(exchange, body));
    assertGone(backup(), "e20");
  }

  @Test
  void what_is_gone_stays_in_the_folder_until_a_listing_says_so_too() throws Exception {
    backup();
    String old = server.objects("work").get("e20.ics");
    put("e20", Ics.event("e20", "a new version that is gone before it is read"));
    server.fault(
        (exchange, body) ->
            isGone(exchange, "e20") || (counts(exchange, body) > 0 && refuse(exchange, 404)));
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("work: 59 events: 59 unchanged, 1 gone");
    assertThat(folder.resolve("work/e20.ics")).content().isEqualTo(old);
    server.objects("work").remove("e20.ics");
    server.fault((exchange, body) -> false);
    assertThat(backup().out()).contains("1 removed");
    assertThat(folder.resolve("work/e20.ics")).doesNotExist();
  }

  @Test
  void plakar_is_told_what_is_gone_in_one_sentence() throws Throwable {
    try (PluginProcess plugin = PluginProcess.start("importer")) {
      ImportCall.init(plugin.channel(), Map.of("location", server.location()));
      ImportCall call = new ImportCall(plugin.channel(), 1);
      call.all();
      server.objects("work").remove("e20.ics");
      StatusRuntimeException gone =
          Assertions.catchThrowableOfType(
              StatusRuntimeException.class, () -> call.open("/work/e20.ics"));
      assertThat(gone.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(gone).hasMessageContaining("deleted on the server after it was listed");
      assertThat(server.requests())
          .as("asked in two ways")
          .filteredOn(request -> request.endsWith(" /home/work/e20.ics"))
          .containsExactly("GET /home/work/e20.ics", "PROPFIND /home/work/e20.ics");
    }
  }

  @Test
  void what_is_listed_in_each_run_and_never_there_is_a_failure() throws Exception {
    server.fault((exchange, body) -> isGone(exchange, "e20") || multigetWithout(exchange, body));
    assertThat(backup().exit()).isZero();
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("KO work/e20.ics: listed in each run, but each time deleted");
  }

  private boolean multigetWithout(HttpExchange exchange, String body) throws IOException {
    return counts(exchange, body) > 0
        && multiget(exchange, body, name -> !name.equals("e20.ics"), OBJECTS);
  }

  @Test
  void what_is_listed_and_not_given_is_a_failure() throws Exception {
    server.fault(
        (exchange, body) ->
            (exchange.getRequestMethod().equals("GET") && isGone(exchange, "e20"))
                || isListed(exchange)
                || multigetWithout(exchange, body));
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("KO work/e20.ics: the server lists it but does not return it: not found");
  }

  private boolean isListed(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    return exchange.getRequestMethod().equals("PROPFIND")
        && path.endsWith("/e20.ics")
        && multistatus(exchange, FaultServer.response(path, "<d:getetag>\"1\"</d:getetag>"));
  }

  @Test
  void a_404_that_the_second_answer_does_not_confirm_is_nothing() throws Exception {
    FaultServer.Fault once = FaultServer.times(1, FaultServer.answer(404, "text/plain", "no"));
    server.fault(
        (exchange, body) ->
            counts(exchange, body) > 0 && refuse(exchange, 501)
                || exchange.getRequestURI().getPath().endsWith("/e20.ics")
                    && once.answer(exchange, body));
    assertWhole(backup());
  }

  @Test
  void an_object_whose_answer_breaks_off_is_asked_for_again() throws Exception {
    String object = server.objects("work").get("e20.ics");
    FaultServer.Fault once = FaultServer.times(1, FaultServer.halfThenBreak(200, object));
    server.fault(
        (exchange, body) ->
            counts(exchange, body) > 0 && refuse(exchange, 501)
                || exchange.getRequestURI().getPath().endsWith("/e20.ics")
                    && once.answer(exchange, body));
    assertWhole(backup());
  }

  @Test
  void a_server_whose_digest_is_of_other_bytes_than_it_serves_is_read_by_get() throws Exception {
    for (String name : List.copyOf(server.objects("work").keySet())) {
      server.objects("work").computeIfPresent(name, (n, ics) -> ics.replace("\r\n", "\n"));
    }
    server.fault(this::davical);
    PluginProcess.Run run = backup();
    assertThat(run.exit()).as(run.err()).isZero();
    files("work").forEach((name, ics) -> assertThat(ics).as(name).contains("\r\nUID:"));
  }

  @Test
  void a_server_that_is_down_is_not_asked_for_every_object() throws Exception {
    server.fault(
        (exchange, body) ->
            (counts(exchange, body) > 0 || exchange.getRequestMethod().equals("GET"))
                && refuse(exchange, 503));
    PluginProcess.Run run = backup();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("KO work/e00.ics and 59 more (")
        .contains(": the server answered (503")
        .hasLineCount(2);
    assertThat(folder.resolve(".caldav-backup.jsonl.problems"))
        .content()
        .contains("work/e59.ics: the server answered (503");
    assertThat(server.requests("GET") + server.requests("REPORT")).isLessThan(OBJECTS * 5);
  }

  /** ETag and length are those of the text with LF; GET serves CRLF. */
  private boolean davical(HttpExchange exchange, String body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("GET")) {
      String ics = server.objects("work").get(path.substring(path.lastIndexOf('/') + 1));
      return bytes(exchange, ics.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    boolean isMultiget = counts(exchange, body) > 0;
    boolean isListing = exchange.getRequestMethod().equals("PROPFIND") && path.endsWith("/work/");
    if (!isMultiget && !(isListing && body.contains("getetag"))) {
      return false;
    }
    StringBuilder all = new StringBuilder(FaultServer.calendarResponse("work"));
    server
        .objects("work")
        .forEach(
            (name, ics) ->
                all.append(
                    FaultServer.response(
                        "/home/work/" + name,
                        "<d:getetag>\""
                            + md5(ics)
                            + "\"</d:getetag><d:getcontentlength>"
                            + ics.length()
                            + "</d:getcontentlength><c:calendar-data>"
                            + FaultServer.escape(ics)
                            + "</c:calendar-data>")));
    return multistatus(exchange, all.toString());
  }

  private void put(String name, String ics) {
    server.objects("work").put(name + ".ics", ics);
  }

  /** How many objects a request asks for by multiget, 0 when it is none. */
  private int counts(HttpExchange exchange, String body) {
    if (!body.contains("calendar-multiget")) {
      return 0;
    }
    int size = (int) HREF.matcher(body).results().count();
    if (counted.add(exchange)) {
      multigets.add(size);
    }
    return size;
  }

  private boolean multiget(
      HttpExchange exchange, String body, java.util.function.Predicate<String> has, int most)
      throws IOException {
    StringBuilder some = new StringBuilder();
    int given = 0;
    for (Matcher href = HREF.matcher(body); href.find() && given < most; ) {
      String[] path = href.group(1).split("/");
      String ics = server.objects(path[2]).get(path[3]);
      if (has.test(path[3])) {
        given++;
        some.append(
            FaultServer.member(
                path[2],
                path[3],
                ics,
                "<c:calendar-data>" + FaultServer.escape(ics) + "</c:calendar-data>"));
      }
    }
    return multistatus(exchange, some.toString());
  }

  /** By GET and by PROPFIND. */
  private static boolean isGone(HttpExchange exchange, String name) throws IOException {
    return exchange.getRequestURI().getPath().endsWith("/" + name + ".ics")
        && refuse(exchange, 404);
  }

  private static boolean refuse(HttpExchange exchange, int status) throws IOException {
    FaultServer.reply(exchange, status, "text/plain", "not like that");
    return true;
  }

  private static boolean multistatus(HttpExchange exchange, String responses) throws IOException {
    FaultServer.multistatus(exchange, responses);
    return true;
  }

  private static boolean bytes(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
    return true;
  }

  private static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertWhole(PluginProcess.Run run) throws IOException {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(files("work")).isEqualTo(server.objects("work"));
  }

  private void assertGone(PluginProcess.Run run, String name) throws IOException {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("work/" + name + ".ics: deleted on the server after it was listed")
        .contains("59 events: 59 new, 1 gone");
    assertThat(files("work")).hasSize(OBJECTS - 1).doesNotContainKey(name + ".ics");
  }

  private Map<String, String> files(String calendar) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var list = Files.newDirectoryStream(folder.resolve(calendar), "*.ics")) {
      for (Path file : list) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  private PluginProcess.Run backup() throws Exception {
    return PluginProcess.run(
        List.of("backup", server.location(), folder.toString()),
        Map.of("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10"));
  }
}
