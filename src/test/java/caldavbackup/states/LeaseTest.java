package caldavbackup.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.changes.JdbcStateRepository;
import caldavbackup.text.Failure;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who works under a key of a store that several processes share. */
class LeaseTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final JdbcDataSource database = new JdbcDataSource();
  private JdbcStateRepository repository;
  private Store store;
  private Connection open;

  @BeforeEach
  void start() throws Exception {
    database.setURL("jdbc:h2:mem:leases");
    open = database.getConnection();
    repository = new JdbcStateRepository(database);
    repository.start();
    store = new Store(repository, "state");
  }

  @AfterEach
  void stop() throws Exception {
    open.close();
  }

  private Lease take(Duration life) throws Failure {
    return Lease.take(store, "key", life, Duration.ZERO, () -> true);
  }

  @Test
  void a_lease_that_is_renewed_is_given_to_nobody_else() throws Exception {
    try (Lease held = take(SHORT)) {
      assertThat(take(SHORT)).isNull();
      assertThat(held.holds()).isTrue();
    }
  }

  @Test
  void a_lease_that_was_given_back_is_free_at_once() throws Exception {
    take(LONG).close();
    try (Lease next = take(LONG)) {
      assertThat(next.holds()).isTrue();
    }
    assertThat(repository.getState("key")).isNull();
  }

  @Test
  void a_lease_of_a_process_that_is_gone_is_taken_over() throws Exception {
    repository.setState("key", "somebody 17");
    try (Lease next = take(SHORT)) {
      assertThat(next.holds()).isTrue();
    }
  }

  @Test
  void a_holder_that_was_taken_over_knows_it_and_takes_nothing_back() throws Exception {
    Lease held = take(SHORT);
    repository.setState("key", "somebody 0");
    while (held.holds()) {
      Thread.onSpinWait(); // until it is renewed, or was not in time
    }
    held.close();
    assertThat(repository.getState("key")).isEqualTo("somebody 0");
  }

  @Test
  void a_holder_that_cannot_reach_the_store_holds_no_longer_than_others_respect() throws Exception {
    Away away = new Away();
    Lease held = Lease.take(new Store(away, "state"), "key", SHORT, Duration.ZERO, () -> true);
    away.isAway.set(true);
    while (held.holds()) {
      Thread.onSpinWait();
    }
    away.isAway.set(false);
    held.close();
  }

  @Test
  void a_holder_whose_machine_was_suspended_holds_no_longer() throws Exception {
    AtomicLong nanos = new AtomicLong();
    AtomicLong millis = new AtomicLong();
    Lease.Clocks clocks = new Lease.Clocks(nanos::get, millis::get);
    try (Lease held = Lease.take(store, "key", LONG, Duration.ZERO, () -> true, clocks)) {
      assertThat(held.holds()).isTrue();
      millis.set(LONG.toMillis());
      assertThat(held.holds()).as("the nanoseconds stood still").isFalse();
      millis.set(0);
      nanos.set(LONG.toNanos());
      assertThat(held.holds()).as("the clock was set back").isFalse();
    }
  }

  /** The table of the test's own, over a connection that breaks. */
  private final class Away
      implements AtomicStates, org.apache.camel.spi.StateRepository<String, String> {
    private final AtomicBoolean isAway = new AtomicBoolean();

    @Override
    public boolean replaceState(String key, String expected, String state) {
      check();
      return repository.replaceState(key, expected, state);
    }

    @Override
    public void setState(String key, String value) {
      check();
      repository.setState(key, value);
    }

    @Override
    public String getState(String key) {
      check();
      return repository.getState(key);
    }

    private void check() {
      if (isAway.get()) {
        throw new IllegalStateException("connection refused");
      }
    }

    @Override
    public void start() {
      // it is there
    }

    @Override
    public void stop() {
      // it stays
    }
  }

  @Test
  void a_lease_that_nobody_wants_any_more_is_given_back() throws Exception {
    AtomicBoolean isWanted = new AtomicBoolean(true);
    Lease.take(store, "key", SHORT, Duration.ZERO, isWanted::get);
    isWanted.set(false);
    while (repository.getState("key") != null) {
      Thread.onSpinWait();
    }
    assertThat(repository.getState("key")).isNull();
  }

  @Test
  void one_at_a_time_has_it() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(
            () -> {
              try (Lease lease = Lease.take(store, "key", LONG, LONG, () -> true)) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                return null;
              }
            });
      }
      for (Future<Void> done : workers.invokeAll(all)) {
        done.get();
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void a_store_that_is_away_is_a_sentence() {
    database.setURL("jdbc:h2:tcp://127.0.0.1:1/nothing");
    assertThatThrownBy(() -> take(SHORT))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("the state store cannot be read: ");
  }

  /** Another process: takes the lease, says so, and renews it until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      JdbcDataSource database = new JdbcDataSource();
      database.setURL(arguments[0]);
      JdbcStateRepository repository = new JdbcStateRepository(database);
      repository.start();
      Lease lease =
          Lease.take(
              new Store(repository, "state"), "key", Duration.ofSeconds(2), LONG, () -> true);
      new java.io.FileOutputStream(java.io.FileDescriptor.out).write(lease.holds() ? '!' : '?');
      System.in.read();
    }
  }

  @Test
  void a_process_that_is_killed_holds_its_lease_for_one_life(@TempDir Path folder)
      throws Exception {
    Server server =
        Server.createTcpServer("-tcpPort", "0", "-baseDir", folder.toString(), "-ifNotExists");
    server.start();
    try {
      database.setURL("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./leases");
      repository = new JdbcStateRepository(database);
      repository.start();
      store = new Store(repository, "state");
      Process holder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Holder.class.getName(),
                  database.getURL())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        assertThat(holder.getInputStream().read()).isEqualTo('!');
        assertThat(take(Duration.ofSeconds(2))).as("its holder lives").isNull();
      } finally {
        holder.destroyForcibly().waitFor();
      }
      try (Lease next = take(Duration.ofSeconds(2))) {
        assertThat(next.holds()).isTrue();
      }
    } finally {
      server.stop();
    }
  }
}
