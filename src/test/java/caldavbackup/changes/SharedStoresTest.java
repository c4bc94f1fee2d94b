package caldavbackup.changes;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.states.Lease;
import caldavbackup.states.Store;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that share stores: each is a CamelContext of its own. */
class SharedStoresTest {
  private static final String FIRST = "b1946ac92492d2347c6235b4d2611184";
  private static final String SECOND = "591785b794601e212b260e25925636fd";

  private final JdbcDataSource database = new JdbcDataSource();
  private final List<HostOfChanges> workers = new ArrayList<>();
  private final JdbcStateRepository rows = new JdbcStateRepository(database);
  private Connection open;

  @BeforeEach
  void start() throws Exception {
    database.setURL("jdbc:h2:mem:shared");
    open = database.getConnection();
    rows.start();
  }

  @AfterEach
  void stop() throws Exception {
    workers.forEach(HostOfChanges::close);
    open.close();
  }

  private HostOfChanges worker(Map<String, String> properties) throws Exception {
    HostOfChanges worker = new HostOfChanges(properties);
    workers.add(worker);
    JdbcStateRepository store = new JdbcStateRepository(database);
    worker.server().context().getRegistry().bind("shared", store);
    worker.store(store);
    worker.calendar("work", "a", "b", "c");
    return worker;
  }

  @Test
  void a_calendar_that_another_worker_listed_is_not_listed_again() throws Exception {
    HostOfChanges one = worker(Map.of("caldav.listings", "shared"));
    HostOfChanges other = worker(Map.of("caldav.listings", "shared"));
    one.revision("work", FIRST);
    other.revision("work", FIRST);
    assertThat(one.run().getException()).isNull();
    assertThat(one.delivered()).hasSize(3);
    assertThat(one.asked("work")).as("its properties, its listing").isEqualTo(2);
    assertThat(other.run().getException()).isNull();
    assertThat(other.asked("work")).as("its properties").isEqualTo(1);
    assertThat(other.delivered()).isEmpty();
    assertThat(other.manifest("work").at("/counts/unchanged").asInt()).isEqualTo(3);
    other.remove("work", "b");
    other.put("work", "d", "new");
    other.revision("work", SECOND);
    assertThat(other.run().getException()).isNull();
    assertThat(other.asked("work")).isEqualTo(1 + 2);
    assertThat(other.delivered())
        .containsExactlyInAnyOrder("deleted work/b.ics", "created work/d.ics");
  }

  @Test
  void without_a_store_for_them_or_with_listing_full_every_calendar_is_listed() throws Exception {
    HostOfChanges none = worker(Map.of());
    HostOfChanges full = worker(Map.of("caldav.listings", "shared"));
    full.option("listing", "full");
    for (HostOfChanges worker : workers) {
      worker.revision("work", FIRST);
      worker.run();
      worker.run();
      assertThat(worker.asked("work")).isEqualTo(2 + 2);
    }
    assertThat(none.status().at("/complete").asBoolean()).isTrue();
  }

  @Test
  void a_store_of_listings_that_is_not_there_is_named() throws Exception {
    HostOfChanges worker = worker(Map.of("caldav.listings", "nothing"));
    worker.revision("work", FIRST);
    assertThat(worker.run().getException())
        .hasMessageContaining("the registry has no listing store named 'nothing'");
  }

  @Test
  void a_run_of_another_worker_that_is_under_way_is_not_disturbed() throws Exception {
    Map<String, String> quick = Map.of("caldav.state.lease", "600ms");
    HostOfChanges one = worker(quick);
    HostOfChanges other = worker(quick);
    CountDownLatch isUnderWay = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    one.sink(
        exchange -> {
          isUnderWay.countDown();
          goesOn.await();
        });
    CompletableFuture<Exchange> run = CompletableFuture.supplyAsync(one::run);
    isUnderWay.await();
    assertThat(other.run().getException())
        .hasMessageContaining("another run backs up 127.0.0.1:1")
        .hasMessageContaining("with the same state store");
    assertThat(other.objects()).isEmpty();
    goesOn.countDown();
    assertThat(run.get().getException()).isNull();
    assertThat(one.delivered()).hasSize(3);
    assertThat(other.run().getException()).as("the lease was given back").isNull();
    assertThat(other.delivered()).isEmpty();
  }

  @Test
  void a_run_goes_on_where_a_worker_was_killed() throws Exception {
    HostOfChanges worker = worker(Map.of("caldav.state.lease", "300ms"));
    rows.setState("caldav-lease:127.0.0.1:1/", "somebody 7");
    assertThat(worker.run().getException()).isNull();
    assertThat(worker.delivered()).hasSize(3);
  }

  @Test
  void a_run_whose_lease_was_taken_over_delivers_nothing_more() throws Exception {
    HostOfChanges worker = worker(Map.of("caldav.state.lease", "300ms"));
    for (int i = 0; i < 250; i++) {
      worker.put("work", "more" + i, "x");
    }
    JdbcStateRepository store = (JdbcStateRepository) worker.store();
    AtomicBoolean isTaken = new AtomicBoolean();
    worker.sink(
        exchange -> {
          if (isTaken.compareAndSet(false, true)) {
            store.setState("caldav-lease:127.0.0.1:1/", "other 0");
            store.setState("watched", "nobody 0");
            Duration life = Duration.ofMillis(300); // after it the run must know
            Lease.take(new Store(store, "state"), "watched", life, Duration.ZERO, () -> true)
                .close();
          }
        });
    assertThat(worker.run().getException()).hasMessageContaining("another run may have taken");
    assertThat(worker.objects()).hasSizeLessThan(250);
    assertThat(store.getState("caldav-lease:127.0.0.1:1/")).isEqualTo("other 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5s"})
  void a_lease_that_is_no_duration_is_a_sentence(String text) throws Exception {
    HostOfChanges worker = worker(Map.of("caldav.state.lease", text));
    assertThat(worker.run().getException())
        .hasMessage(
            "the property caldav.state.lease is '"
                + text
                + "': give a duration, such as 30s, or 0");
  }

  @Test
  void without_leases_nobody_looks_at_other_workers() throws Exception {
    HostOfChanges worker = worker(Map.of("caldav.state.lease", "0"));
    rows.setState("caldav-lease:127.0.0.1:1/", "somebody 7");
    assertThat(worker.run().getException()).isNull();
  }
}
