package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects whose ETags have the form of a digest and are none of what GET gives: other objects tell
 * whether the server's ETags are digests. No listing tells a length here.
 */
class WitnessesTest {
  private static final String FOREIGN = Ics.event("foreign", "of somebody else");
  private static HostContext host;

  @TempDir Path temp;
  private final Map<String, String> delivered = new TreeMap<>();
  private final Map<String, String> errors = new TreeMap<>();
  private FaultServer server;
  private Account account;

  /** How objects are read. */
  enum Way {
    /** One after another, each as a stream as long as nothing is read ahead. */
    OPENED,
    /** In batches. */
    FETCHED
  }

  @BeforeAll
  static void startHost() throws Exception {
    host = new HostContext();
  }

  @AfterAll
  static void stopHost() {
    host.close();
  }

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work", "a b c d e f g h".split(" "));
    account =
        new Accounts().of(Map.of("location", server.location(), "username", "u", "password", "p"));
  }

  @AfterEach
  void stop() {
    account.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void what_the_digests_of_others_speak_against_is_not_the_object(Way way) {
    serve(WitnessesTest::digest, false, lies(Map.of("a.ics", FOREIGN)));
    read(way);
    assertThat(errors).containsOnlyKeys("a.ics");
    assertThat(errors.get("a.ics")).contains("bytes that do not match the digest in the ETag");
    server.objects("work").remove("a.ics");
    assertThat(delivered).isEqualTo(server.objects("work"));
  }

  @ParameterizedTest
  @EnumSource
  void a_server_that_mixes_up_its_objects_is_found_out(Way way) {
    String a = server.objects("work").get("a.ics");
    Map<String, String> mixed = new TreeMap<>();
    server.objects("work").forEach((name, ics) -> mixed.put(name, a));
    mixed.put("a.ics", server.objects("work").get("b.ics"));
    serve(WitnessesTest::digest, false, lies(mixed));
    read(way);
    assertThat(errors).hasSameSizeAs(server.objects("work"));
    assertThat(delivered).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void etags_that_only_look_like_digests_cost_four_requests(Way way) {
    serve(WitnessesTest::other, false, lies(Map.of()));
    read(way);
    assertWhole();
    assertThat(server.requests("GET"))
        .as("the first is compared, and three others are asked")
        .isEqualTo(server.objects("work").size() + 4);
  }

  @Test
  void a_backup_from_such_a_server_is_whole() throws Exception {
    serve(WitnessesTest::other, false, lies(Map.of()));
    try (LocalBackup backup = new LocalBackup()) {
      LocalBackup.Run run = backup.run(server.location(), temp.resolve("folder"));
      assertThat(run.said()).isEmpty();
      assertThat(run.complete()).isTrue();
    }
    assertThat(Vdir.objects(temp.resolve("folder/work"))).isEqualTo(server.objects("work"));
    assertThat(server.requests("GET"))
        .as("what is read at once may be compared, too")
        .isLessThanOrEqualTo(server.objects("work").size() + 3 + 4);
  }

  @ParameterizedTest
  @EnumSource
  void digests_that_hold_cost_nothing(Way way) {
    serve(WitnessesTest::digest, false, lies(Map.of()));
    read(way);
    assertWhole();
    assertThat(server.requests("GET")).isEqualTo(server.objects("work").size());
  }

  @ParameterizedTest
  @EnumSource
  void etags_of_another_form_cost_nothing(Way way) {
    serve((name, ics) -> "\"version 1 of " + name + "\"", false, lies(Map.of()));
    read(way);
    assertWhole();
    assertThat(server.requests("GET")).isEqualTo(server.objects("work").size());
  }

  @ParameterizedTest
  @EnumSource
  void a_witness_that_cannot_be_read_says_nothing(Way way) {
    FaultServer.Fault gone =
        FaultServer.on("GET", ".*/[bc].ics", FaultServer.answer(500, "text/plain", "no"));
    serve(WitnessesTest::digest, false, either(gone, lies(Map.of("a.ics", FOREIGN))));
    read(way);
    assertThat(errors).containsOnlyKeys("a.ics", "b.ics", "c.ics");
  }

  @ParameterizedTest
  @EnumSource
  void the_calendar_of_one_object_asks_another_calendar(Way way) {
    server.objects("work").keySet().removeIf(name -> !name.equals("a.ics"));
    server.calendar("z", "x y".split(" "));
    serve(WitnessesTest::digest, false, lies(Map.of("a.ics", FOREIGN)));
    if (way == Way.FETCHED) { // the other calendar was listed before
      host.sink(exchange -> {});
      assertWell(host.send("caldav-backup", host.exchange(account)));
    }
    read(way);
    assertThat(errors).containsKey("a.ics");
  }

  @ParameterizedTest
  @EnumSource
  void the_only_object_is_taken_as_two_answers_say_it(Way way) {
    server.objects("work").keySet().removeIf(name -> !name.equals("a.ics"));
    serve(WitnessesTest::other, false, lies(Map.of()));
    read(way);
    assertWhole();
    assertThat(server.requests("GET")).isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void the_only_object_is_taken_as_multiget_says_it_too(Way way) {
    server.objects("work").keySet().removeIf(name -> !name.equals("a.ics"));
    serve(WitnessesTest::other, true, lies(Map.of()));
    read(way);
    assertWhole();
  }

  @ParameterizedTest
  @EnumSource
  void the_only_object_is_not_what_multiget_speaks_against(Way way) {
    server.objects("work").keySet().removeIf(name -> !name.equals("a.ics"));
    serve(WitnessesTest::other, true, lies(Map.of("a.ics", FOREIGN)));
    read(way);
    assertThat(errors).containsOnlyKeys("a.ics");
    assertThat(delivered).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void the_only_object_is_what_multiget_proves(Way way) {
    server.objects("work").keySet().removeIf(name -> !name.equals("a.ics"));
    serve(WitnessesTest::digest, true, lies(Map.of("a.ics", FOREIGN)));
    read(way);
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void two_that_are_in_doubt_at_once_wait_for_the_same_witnesses(boolean areDigests)
      throws Exception {
    CountDownLatch compared = new CountDownLatch(4); // two answers for each of the two
    Map<String, Integer> asked = new ConcurrentHashMap<>();
    serve(
        areDigests ? WitnessesTest::digest : WitnessesTest::other,
        false,
        (exchange, body) -> {
          String name = name(exchange);
          asked.merge(name, 1, Integer::sum);
          if (name.matches("[gh].ics")) {
            compared.countDown();
          } else {
            await(compared);
          }
          return areDigests && name.matches("[gh].ics") && reply(exchange, FOREIGN);
        });
    Exchange imported = host.send("caldav-import", host.exchange(account));
    List<CompletableFuture<Exchange>> both =
        List.of("g", "h").stream()
            .map(name -> CompletableFuture.supplyAsync(() -> open(imported, name + ".ics")))
            .toList();
    for (CompletableFuture<Exchange> one : both) {
      if (areDigests) {
        assertThat(one.get().getException())
            .hasMessageContaining("bytes that do not match the digest in the ETag");
      } else {
        assertWell(one.get());
      }
    }
    asked.keySet().removeAll(List.of("g.ics", "h.ics"));
    assertThat(asked.values()).as("%s", asked).hasSizeBetween(1, 3).containsOnly(1);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String name(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void read(Way way) {
    errors.clear();
    delivered.clear();
    if (way == Way.FETCHED) {
      host.sink(
          exchange -> {
            String name = exchange.getMessage().getHeader(CaldavConstants.NAME, String.class);
            String error = exchange.getMessage().getHeader(CaldavConstants.ERROR, String.class);
            if (error == null) {
              delivered.put(name, exchange.getMessage().getBody(String.class));
            } else {
              errors.put(name, error);
            }
          });
      Exception failure = host.send("caldav-backup", host.exchange(account)).getException();
      if (errors.isEmpty()) {
        assertThat(failure).isNull();
      } else {
        assertThat(failure).hasMessageContaining(" could not be read: ");
      }
      return;
    }
    Exchange exchange = host.send("caldav-import", host.exchange(account));
    for (String name : List.copyOf(server.objects("work").keySet())) {
      exchange.setException(null);
      String bytes = host.open(exchange, "/work/" + name);
      if (exchange.getException() == null) {
        delivered.put(name, bytes);
      } else {
        errors.put(name, exchange.getException().getMessage());
      }
    }
  }

  private Exchange open(Exchange imported, String name) {
    Exchange exchange = host.exchange(account);
    exchange.setProperty(CaldavConstants.BACKUP, imported.getProperty(CaldavConstants.BACKUP));
    return host.send("caldav-open", exchange, "/work/" + name, Map.of());
  }

  /** Serves with these ETags, in the listing and in answers to GET, and without lengths. */
  private void serve(
      BiFunction<String, String, String> etag, boolean hasMultiget, FaultServer.Fault get) {
    server.fault(
        either(
            FaultServer.onMultiget(
                (exchange, body) ->
                    !hasMultiget
                        && FaultServer.answer(501, "text/plain", "no such report")
                            .answer(exchange, body)),
            (exchange, body) -> body.contains("getetag") && retold(etag, exchange, body),
            FaultServer.on(
                "GET",
                "/home/.*",
                (exchange, body) -> {
                  String name = name(exchange);
                  String calendar = exchange.getRequestURI().getPath().split("/")[2];
                  String ics = server.objects(calendar).get(name);
                  exchange.getResponseHeaders().set("ETag", etag.apply(name, ics));
                  return get.answer(exchange, body);
                })));
  }

  private boolean retold(
      BiFunction<String, String, String> etag, HttpExchange exchange, String body)
      throws IOException {
    String all = new String(server.answerTo(exchange, body), StandardCharsets.UTF_8);
    for (String calendar : List.of("work", "z")) {
      Map<String, String> objects = server.objects(calendar);
      if (objects != null) {
        for (Map.Entry<String, String> object : objects.entrySet()) {
          String before = "\"" + object.getValue().hashCode() + "\"";
          all = all.replace(before, etag.apply(object.getKey(), object.getValue()));
        }
      }
    }
    String told = all.replaceAll("<d:getcontentlength>\\d+</d:getcontentlength>", "");
    FaultServer.reply(exchange, 207, "application/xml", told);
    return true;
  }

  /** Gives these texts for these objects. */
  private static FaultServer.Fault lies(Map<String, String> texts) {
    return (exchange, body) -> {
      String text = texts.get(name(exchange));
      return text != null && reply(exchange, text);
    };
  }

  private static boolean reply(HttpExchange exchange, String text) throws IOException {
    FaultServer.reply(exchange, 200, "text/calendar", text);
    return true;
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

  /** An ETag that is the digest of the object. */
  private static String digest(String name, String ics) {
    return md5(ics);
  }

  /** An ETag that has the form of a digest and is one of something else. */
  private static String other(String name, String ics) {
    return md5("version 1 of " + name);
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return "\"" + HexFormat.of().formatHex(digest) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertWhole() {
    assertThat(errors).isEmpty();
    assertThat(delivered).isEqualTo(server.objects("work"));
  }

  private static void assertWell(Exchange exchange) {
    if (exchange.getException() != null) {
      throw new AssertionError(exchange.getException());
    }
  }
}
