package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The property {@code caldav.per-host}: requests to one server over all its accounts. */
class HostLimitTest {
  private static final int OBJECTS = 250;

  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work");
    for (int i = 0; i < OBJECTS; i++) {
      server.objects("work").put("e%03d.ics".formatted(i), Ics.event("e" + i, "No. " + i));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Map<String, String> options(String location, String user) {
    return Map.of("location", location, "username", user, "password", "p");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whole_backups_of_several_accounts_keep_to_the_limit(int perHost) throws Exception {
    try (Relay relay = Relay.ofRequests(server.port());
        SharingHost host = new SharingHost(Map.of("caldav.per-host", "" + perHost))) {
      List<CompletableFuture<Exchange>> all =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              host.send(
                                  i % 2 == 0 ? "backup" : "import",
                                  options(relay.location(), "u" + i),
                                  null,
                                  Map.of()),
                          task -> new Thread(task).start()))
              .toList();
      for (CompletableFuture<Exchange> one : all) {
        assertThat(one.join().getException()).isNull();
      }
      assertThat(host.objects).containsAllEntriesOf(server.objects("work"));
      assertThat(relay.all()).isGreaterThan(20);
      if (perHost == 0) {
        assertThat(relay.most()).isGreaterThan(2);
      } else {
        assertThat(relay.most()).isBetween(1, perHost);
      }
    }
  }

  @Test
  void the_body_of_an_answer_belongs_to_its_request() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(1);
    server.fault(
        FaultyHttp.times(
            1,
            (exchange, body) -> {
              exchange.sendResponseHeaders(200, 4);
              exchange.getResponseBody().write("ha".getBytes());
              exchange.getResponseBody().flush();
              half.countDown();
              try {
                rest.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              exchange.getResponseBody().write("lf".getBytes());
              return true;
            }));
    try (SharingHost host = new SharingHost(Map.of("caldav.per-host", "1"))) {
      AtomicReference<Exchange> second = new AtomicReference<>();
      CompletableFuture<Exchange> first = CompletableFuture.supplyAsync(() -> get(host, "a", true));
      half.await();
      Thread waiting = new Thread(() -> second.set(get(host, "b", false)));
      waiting.start();
      Await.until(
          "the second request waits for its turn",
          () ->
              waiting.getState() == Thread.State.WAITING
                  && List.of(waiting.getStackTrace()).toString().contains("HostLimits"));
      assertThat(server.requests()).hasSize(1);
      rest.countDown();
      waiting.join();
      assertThat(second.get().getException()).isNull();
      assertThat(first.join().getMessage().getBody(String.class)).isEqualTo("half");
    }
  }

  private Exchange get(SharingHost host, String user, boolean isStreamed) {
    return host.send(
        "http",
        options(server.location(), user),
        null,
        Map.of(
            CaldavConstants.URL,
            server.location().replace("caldav+", "") + "home/work/e001.ics",
            CaldavConstants.STREAMED,
            isStreamed));
  }

  @Test
  void a_listing_that_breaks_off_gives_what_it_named_with_and_without_a_limit() throws Exception {
    List<String> outcomes = new ArrayList<>();
    for (String perHost : List.of("0", "1")) {
      server.fault(
          FaultServer.onListing(
              "work",
              (exchange, body) -> {
                String whole = new String(server.answerTo(exchange, body));
                return FaultyHttp.halfThenBreak(207, whole).answer(exchange, body);
              }));
      try (SharingHost host =
          new SharingHost(Map.of("caldav.per-host", perHost, "caldav.retries", "0"))) {
        Exchange done = host.send("backup", options(server.location(), "u"), null, Map.of());
        outcomes.add(host.objects.keySet() + " " + Failures.of(done.getException()).getMessage());
        assertThat(host.objects).isNotEmpty().hasSizeLessThan(OBJECTS);
      }
    }
    assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
  }

  @Test
  void a_server_that_asks_for_a_long_wait_is_left_alone_at_once() throws Exception {
    server.fault(FaultyHttp.header(429, "Retry-After", "600"));
    try (SharingHost host = new SharingHost(Map.of("caldav.wait.max", "2m"))) {
      Exchange done = host.send("backup", options(server.location(), "u"), null, Map.of());
      assertThat(done.getException())
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(Failure.Kind.SERVER);
                assertThat(failure.status()).isEqualTo(429);
                assertThat(failure.retryAfter()).hasSeconds(600);
                assertThat(failure)
                    .hasMessageContaining("(429")
                    .hasMessageEndingWith("asks to wait 600 s");
              });
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void a_run_that_is_under_way_ends_when_the_server_asks_for_a_long_wait() throws Exception {
    server.fault(
        FaultServer.onMultiget(
            FaultyHttp.header(503, "Retry-After", "Tue, 31 Dec 2999 23:59:59 GMT")));
    try (SharingHost host = new SharingHost(Map.of("caldav.wait.max", "1h"))) {
      Exchange done = host.send("backup", options(server.location(), "u"), null, Map.of());
      Failure failure = Failures.of(done.getException());
      assertThat(failure.status()).isEqualTo(503);
      assertThat(failure.retryAfter()).isGreaterThan(Duration.ofDays(1000));
      assertThat(server.requests("GET")).isZero();
      assertThat(server.requests("REPORT")).isBetween(1L, 3L);
    }
  }

  @Test
  void a_wait_that_is_granted_is_waited_for() throws Exception {
    server.fault(FaultyHttp.times(2, FaultyHttp.header(429, "Retry-After", "0")));
    try (SharingHost host = new SharingHost(Map.of("caldav.wait.max", "0"))) {
      Exchange done = host.send("backup", options(server.location(), "u"), null, Map.of());
      assertThat(done.getException()).isNull();
      assertThat(host.objects).hasSize(OBJECTS);
    }
  }

  @Test
  void a_wrong_wait_is_named() throws Exception {
    server.fault(FaultyHttp.header(429, "Retry-After", "0"));
    try (SharingHost host = new SharingHost(Map.of("caldav.wait.max", "long"))) {
      Exchange done = host.send("backup", options(server.location(), "u"), null, Map.of());
      assertThat(done.getException())
          .hasMessageContaining("property 'caldav.wait.max' must be a duration like");
    }
  }
}
