package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What many exchanges of one account leave behind at the server and in the process. */
class SharedConnectionsTest {
  private static final int EXCHANGES = 1_000;
  private static final int THREADS = 20;
  private static final int MOST_CONNECTIONS = 7; // concurrency, and three that read ahead

  private Set<Thread> before;
  private FaultServer server;
  private Relay relay;

  @BeforeEach
  void start() throws Exception {
    before = Thread.getAllStackTraces().keySet();
    server = FaultServer.start().calendar("work", "a", "b", "c");
    relay = Relay.ofConnections(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
    server.close();
  }

  private Map<String, String> options() {
    return Map.of("location", relay.location(), "username", "u", "password", "p");
  }

  private Exchange get(SharingHost host) {
    String url = relay.location().replace("caldav+", "") + "home/work/a.ics";
    return host.send("http", options(), null, Map.of(CaldavConstants.URL, url));
  }

  /** Threads of ours that were not there before. */
  private List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("caldav") && !before.contains(thread))
        .toList();
  }

  private void send(int exchanges, SharingHost host) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < exchanges; i++) {
      all.add(threads.submit(() -> assertThat(get(host).getException()).isNull()));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
  }

  @Test
  void a_thousand_exchanges_leave_nothing_behind_once_they_are_idle() throws Exception {
    try (SharingHost host = new SharingHost(Map.of("caldav.account.idle", "1s"))) {
      send(EXCHANGES, host);
      assertThat(server.requests("GET")).isEqualTo(EXCHANGES);
      assertThat(relay.most()).isBetween(1, MOST_CONNECTIONS);
      Await.until("no connection is open", () -> relay.open() == 0);
      Await.until("no thread is left", () -> threads().isEmpty());
      assertThat(get(host).getException()).isNull(); // it opens anew
    }
  }

  @Test
  void connections_are_kept_until_the_context_stops() throws Exception {
    try (SharingHost host = new SharingHost(Map.of())) {
      send(100, host);
      assertThat(relay.all()).isBetween(1, MOST_CONNECTIONS);
      assertThat(relay.open()).isEqualTo(relay.all());
    }
    Await.until("no connection is open", () -> relay.open() == 0);
    Await.until("no thread is left", () -> threads().isEmpty());
  }

  @Test
  void close_frees_the_connections_and_a_later_request_opens_new_ones() throws Exception {
    try (SharingHost host = new SharingHost(Map.of())) {
      Exchange first = get(host);
      Account account = first.getProperty(CaldavConstants.ACCOUNT, Account.class);
      account.close();
      Await.until("no connection is open", () -> relay.open() == 0);
      Await.until("no thread is left", () -> threads().isEmpty());
      Exchange second = get(host);
      assertThat(second.getException()).isNull();
      assertThat(second.getProperty(CaldavConstants.ACCOUNT)).isSameAs(account);
      assertThat(relay.all()).isEqualTo(2);
    }
  }

  @Test
  void neither_idle_time_nor_close_breaks_a_request() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (SharingHost host = new SharingHost(Map.of("caldav.account.idle", "1"))) {
      send(200, host); // while idle connections are closed all the time
      server.fault(
          FaultyHttp.times(
              1,
              (exchange, body) -> {
                asked.countDown();
                awaitQuietly(answer);
                return false;
              }));
      CompletableFuture<Exchange> slow = CompletableFuture.supplyAsync(() -> get(host));
      asked.await();
      Exchange other = get(host);
      assertThat(other.getException()).isNull();
      other.getProperty(CaldavConstants.ACCOUNT, Account.class).close();
      Await.until("only one connection is open", () -> relay.open() == 1);
      answer.countDown();
      assertThat(slow.join().getException()).isNull();
    }
  }

  @Test
  void the_end_of_the_context_breaks_off_what_is_still_under_way() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    server.fault(
        (exchange, body) -> {
          asked.countDown();
          return server.silence().answer(exchange, body);
        });
    SharingHost host = new SharingHost(Map.of());
    host.context.getShutdownStrategy().setTimeout(1);
    CompletableFuture<Exchange> slow = CompletableFuture.supplyAsync(() -> get(host));
    asked.await();
    host.close();
    assertThat(slow.join().getException()).isNotNull();
    Await.until("no connection is open", () -> relay.open() == 0);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
