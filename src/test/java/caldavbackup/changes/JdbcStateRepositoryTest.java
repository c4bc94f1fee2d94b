package caldavbackup.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state store in a database. */
class JdbcStateRepositoryTest {
  private final JdbcDataSource database = new JdbcDataSource();
  private JdbcStateRepository states;
  private Connection open;

  @BeforeEach
  void start() throws Exception {
    database.setURL("jdbc:h2:mem:states");
    open = database.getConnection(); // the database goes with its last connection
    states = started();
  }

  @AfterEach
  void stop() throws SQLException {
    states.stop();
    open.close();
  }

  private JdbcStateRepository started() {
    JdbcStateRepository repository = new JdbcStateRepository(database);
    repository.start();
    return repository;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";MODE=PostgreSQL", ";MODE=MySQL", ";MODE=MariaDB"})
  void a_state_is_there_until_another_takes_its_place(String mode) throws Exception {
    database.setURL("jdbc:h2:mem:states-of-mode" + mode);
    try (Connection connection = database.getConnection()) {
      JdbcStateRepository first = started();
      String key = "caldav:alice@h/" + "x".repeat(2000) + ":work/a.ics";
      assertThat(first.getState(key)).isNull();
      first.setState(key, "one");
      first.setState(key, "two");
      assertThat(started().getState(key)).isEqualTo("two");
      first.setState(key, "");
      assertThat(first.getState(key)).isNull();
      assertThat(connection.createStatement().executeQuery("SELECT * FROM caldav_state").next())
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";MODE=PostgreSQL", ";MODE=MySQL", ";MODE=MariaDB"})
  void a_state_is_replaced_only_while_it_is_as_expected(String mode) throws Exception {
    database.setURL("jdbc:h2:mem:replaced-states-of-mode" + mode);
    try (Connection connection = database.getConnection()) {
      JdbcStateRepository first = started();
      assertThat(first.replaceState("key", "none", "one")).isFalse();
      assertThat(first.replaceState("key", null, "one")).isTrue();
      assertThat(first.replaceState("key", null, "two")).as("one is there").isFalse();
      assertThat(first.replaceState("key", "two", "three")).isFalse();
      assertThat(first.getState("key")).isEqualTo("one");
      assertThat(first.replaceState("key", "one", "two")).isTrue();
      assertThat(first.replaceState("key", "one", null)).isFalse();
      assertThat(started().getState("key")).isEqualTo("two");
      assertThat(first.replaceState("key", "two", null)).isTrue();
      assertThat(first.getState("key")).isNull();
      assertThat(connection.isValid(0)).isTrue();
    }
  }

  @Test
  void of_workers_that_replace_one_state_at_once_one_does() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> writes =
          IntStream.range(0, 200)
              .<Callable<Boolean>>mapToObj(
                  i ->
                      () ->
                          states.replaceState("new" + i / 4, null, "by " + i)
                              && states.replaceState("new" + i / 4, "by " + i, "done by " + i))
              .toList();
      int done = 0;
      for (var one : workers.invokeAll(writes)) {
        done += one.get() ? 1 : 0;
      }
      assertThat(done).isEqualTo(50);
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void workers_that_write_one_state_at_once_do_not_meet() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> writes =
          IntStream.range(0, 200)
              .<Callable<String>>mapToObj(
                  i ->
                      () -> {
                        states.setState("key" + i / 4, "value");
                        return states.getState("key" + i / 4);
                      })
              .toList();
      for (var done : workers.invokeAll(writes)) {
        assertThat(done.get()).isEqualTo("value");
      }
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void a_table_that_is_there_suffices_where_none_may_be_made() throws Exception {
    try (Statement grant = open.createStatement()) {
      grant.execute("CREATE USER worker PASSWORD 'pw'");
      grant.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON caldav_state TO worker");
    }
    database.setUser("worker");
    database.setPassword("pw");
    JdbcStateRepository worker = started();
    worker.setState("key", "value");
    assertThat(worker.getState("key")).isEqualTo("value");
  }

  @Test
  void a_table_that_is_not_there_and_cannot_be_made_is_an_exception() throws Exception {
    try (Statement grant = open.createStatement()) {
      grant.execute("CREATE USER worker PASSWORD 'pw'");
    }
    database.setUser("worker");
    database.setPassword("pw");
    JdbcStateRepository other = new JdbcStateRepository(database, "other");
    assertThatThrownBy(other::start).hasStackTraceContaining("Not enough rights");
  }

  @Test
  void a_database_that_is_away_is_an_exception_and_no_empty_store() {
    database.setURL("jdbc:h2:tcp://127.0.0.1:1/nothing");
    assertThatThrownBy(() -> states.getState("key")).hasMessageContaining("127.0.0.1");
    assertThatThrownBy(() -> states.setState("key", "value")).hasMessageContaining("127.0.0.1");
  }

  @Test
  void a_name_that_is_no_name_of_a_table_is_refused() {
    assertThatThrownBy(() -> new JdbcStateRepository(database, "a; DROP TABLE b"))
        .hasMessage("'a; DROP TABLE b' is not a valid table name");
  }
}
