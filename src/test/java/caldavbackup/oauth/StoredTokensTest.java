package caldavbackup.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.options.Secret;
import caldavbackup.states.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One account's tokens in a store of a host. */
class StoredTokensTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folder;
  private final StateRepository<String, String> states = new MemoryStateRepository();

  private SharedTokens store(TokenFile login) {
    return new SharedTokens(new Store(states, "token"), "alice", login);
  }

  private static Tokens tokens(String access, String refresh) {
    return new Tokens(
        new Secret(access), NOON, Duration.ofHours(1), new Secret(refresh), null, null, null);
  }

  @Test
  void a_login_is_used_where_the_store_has_nothing_that_works() throws Exception {
    TokenFile login = TokenFile.at(folder.resolve("login.json"));
    SharedTokens store = store(login);
    assertThat(store.after(Tokens.NONE, false)).as("no login yet").isNull();
    try (TokenStore.Lock lock = login.lock(PATIENCE)) {
      lock.write(tokens("a1", "r1"));
    }
    Tokens first = store.after(Tokens.NONE, false);
    assertThat(first.refresh().reveal()).isEqualTo("r1");
    try (TokenStore.Lock lock = store.lock(PATIENCE)) {
      lock.write(first);
    }
    assertThat(store.read().refresh().reveal()).isEqualTo("r1");
    assertThat(store.after(first, false)).as("it is the same").isNull();
  }

  @Test
  void a_driver_that_quotes_what_it_cannot_write_tells_no_token() throws Exception {
    StateRepository<String, String> full =
        new MemoryStateRepository() {
          @Override
          public void setState(String key, String value) {
            throw new IllegalStateException("no room for row (" + value + ")");
          }
        };
    SharedTokens store = new SharedTokens(new Store(full, "token"), "alice", null, time -> {});
    try (TokenStore.Lock lock = store.lock(PATIENCE)) {
      assertThatThrownBy(() -> lock.write(tokens("geheim1", "geheim2")))
          .hasMessageContaining("no room for row")
          .hasMessageNotContaining("geheim")
          .hasNoCause();
    }
  }

  @Test
  void a_store_that_is_away_for_a_moment_is_waited_for() throws Exception {
    List<Long> waits = new ArrayList<>();
    StateRepository<String, String> restarts =
        new MemoryStateRepository() {
          @Override
          public void setState(String key, String value) {
            if (waits.size() < 4) {
              throw new IllegalStateException("the database fails over");
            }
            super.setState(key, value);
          }
        };
    SharedTokens store = new SharedTokens(new Store(restarts, "token"), "alice", null, waits::add);
    try (TokenStore.Lock lock = store.lock(PATIENCE)) {
      lock.write(tokens("a1", "r1"));
    }
    assertThat(store.read().refresh().reveal()).isEqualTo("r1");
    assertThat(waits).containsExactly(100L, 200L, 400L, 800L);
  }

  @Test
  void one_thread_at_a_time_changes_them_even_without_leases() throws Exception {
    try (TokenStore.Lock held = store(null).lock(PATIENCE)) {
      assertThat(held).isNotNull();
      Thread other =
          new Thread(
              () ->
                  assertThatThrownBy(() -> store(null).lock(Duration.ofMillis(1)))
                      .hasMessageContaining("for too long"));
      Throwable[] failure = new Throwable[1];
      other.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
      other.start();
      other.join();
      assertThat(failure[0]).isNull();
    }
    store(null).lock(PATIENCE).close();
  }
}
