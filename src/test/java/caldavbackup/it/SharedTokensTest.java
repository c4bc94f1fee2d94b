package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.changes.JdbcStateRepository;
import caldavbackup.http.Account;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.spi.StateRepository;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that share the tokens of an account whose refresh tokens are good once only. */
class SharedTokensTest {
  private final JdbcDataSource database = new JdbcDataSource();
  private final List<ScriptedServer> workers = new ArrayList<>();
  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private AuthorizationServer tokens;
  private Connection open;
  private String login;

  /** One worker's way to texts that others see too; nobody can lock them. */
  private final class Texts implements StateRepository<String, String> {
    private volatile Predicate<String> away = action -> false;

    @Override
    public void setState(String key, String value) {
      if (away.test("write")) {
        throw new IllegalStateException("no room for " + value);
      }
      texts.put(key, value);
    }

    @Override
    public String getState(String key) {
      if (away.test("read")) {
        throw new IllegalStateException("connection refused");
      }
      return texts.get(key);
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

  @BeforeEach
  void start() throws Exception {
    database.setURL("jdbc:h2:mem:tokens");
    open = database.getConnection();
    tokens = new AuthorizationServer();
    login = tokens.login();
  }

  @AfterEach
  void stop() throws Exception {
    workers.forEach(ScriptedServer::close);
    tokens.close();
    open.close();
  }

  /** A worker of its own, as a process is, with an account that began with the login. */
  private Exchange worker(StateRepository<String, String> store, String... more) throws Exception {
    ScriptedServer worker = new ScriptedServer(Map.of("caldav.tokens", "shared"), "oauth2");
    workers.add(worker);
    worker.context().getRegistry().bind("shared", store);
    Map<String, String> options = new HashMap<>();
    List<String> words = new ArrayList<>(tokens.options());
    words.add("refresh_token=" + login);
    words.addAll(List.of(more));
    for (String word : words) {
      options.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return worker.exchange(worker.account(options));
  }

  private static String token(Exchange worker) throws Exception {
    worker.setException(null);
    worker.getContext().createProducerTemplate().send("direct:caldav-oauth2", worker);
    if (worker.getException() != null) {
      throw worker.getException();
    }
    return worker.getProperty(CaldavConstants.TOKEN, Secret.class).reveal();
  }

  private JdbcStateRepository rows() {
    return new JdbcStateRepository(database);
  }

  /** No access token that is kept is good any more. */
  private void anHourPasses() throws Exception {
    String past = "\"obtained\":\"2026-01-01T00:00:00Z";
    texts.replaceAll((key, text) -> text.replaceAll("\"obtained\":\"[^\"]*", past));
    try (Statement age = open.createStatement()) {
      age.execute("CREATE TABLE IF NOT EXISTS caldav_state (id CHAR(64), name TEXT, state TEXT)");
      age.execute(
          "UPDATE caldav_state SET state = REGEXP_REPLACE(state, '\"obtained\":\"[^\"]*', '"
              + past
              + "')");
    }
  }

  /** The sign-in is not lost: a worker that comes later gets another token. */
  private void assertGoesOn(StateRepository<String, String> store) throws Exception {
    anHourPasses();
    int before = tokens.asked().size();
    assertThat(tokens.accepts(token(worker(store)))).isTrue();
    assertThat(tokens.asked()).hasSizeGreaterThan(before);
  }

  @Test
  void a_token_that_one_worker_got_another_one_uses() throws Exception {
    String token = token(worker(rows()));
    assertThat(tokens.accepts(token)).isTrue();
    assertThat(token(worker(rows()))).isEqualTo(token);
    assertThat(tokens.asked()).hasSize(1);
  }

  @Test
  void what_is_kept_is_found_by_a_key_that_tells_nothing() throws Exception {
    token(worker(new Texts()));
    assertThat(texts.keySet()).singleElement().asString().matches("caldav-tokens:[0-9a-f]{32}");
    assertThat(texts.values()).singleElement().asString().matches("\\{\\p{Graph}+}");
  }

  @Test
  void a_file_that_an_account_names_goes_first(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("tokens.json");
    token(worker(new Texts(), "token_file=" + file));
    assertThat(file).exists();
    assertThat(texts).isEmpty();
  }

  @Test
  void of_workers_that_need_a_token_at_once_one_asks() throws Exception {
    List<Exchange> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(worker(rows()));
    }
    List<String> got =
        all.parallelStream()
            .map(
                one -> {
                  try {
                    return token(one);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();
    assertThat(tokens.asked()).hasSize(1);
    assertThat(got).containsOnly(got.get(0));
  }

  @Test
  void each_rotated_refresh_token_is_there_for_the_next_worker() throws Exception {
    for (int i = 0; i < 6; i++) {
      token(worker(rows()));
      anHourPasses();
    }
    assertThat(tokens.asked().stream().map(form -> form.get("refresh_token")).distinct())
        .hasSize(6);
    assertGoesOn(rows());
  }

  /** Without locks two may ask with one refresh token, which is good once only. */
  @Test
  void a_worker_that_is_refused_takes_what_the_faster_one_wrote() throws Exception {
    CountDownLatch bothAsk = new CountDownLatch(2);
    AtomicInteger turn = new AtomicInteger();
    tokens.beforeToken(
        () -> {
          int mine = turn.incrementAndGet();
          bothAsk.countDown();
          try {
            bothAsk.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          while (mine == 2 && tokens.secrets().contains(login)) {
            Thread.onSpinWait(); // until the other one has used it up
          }
        });
    Exchange one = worker(new Texts());
    Exchange other = worker(new Texts());
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> unchecked(one));
    String second = token(other);
    assertThat(tokens.asked()).hasSize(2);
    assertThat(first.get()).isEqualTo(second);
    assertThat(tokens.accepts(second)).isTrue();
    tokens.beforeToken(() -> {});
    assertGoesOn(new Texts());
  }

  private static String unchecked(Exchange worker) {
    try {
      return token(worker);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server may take one refresh token twice, within a few seconds: both stay. */
  @Test
  void what_another_worker_wrote_meanwhile_is_not_overwritten_unseen() throws Exception {
    Exchange worker = worker(new Texts());
    String[] theirs = new String[1];
    tokens.beforeToken(
        () -> {
          tokens.beforeToken(() -> {});
          try {
            token(worker(new Texts()));
            theirs[0] = texts.values().iterator().next();
            login = tokens.login();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    tokens.rotates(false);
    tokens.answer(
        AuthorizationServer.Answer.json(
            200,
            "{\"access_token\":\"grace\",\"token_type\":\"Bearer\",\"expires_in\":60,"
                + "\"refresh_token\":\"theirs\"}"));
    assertThat(token(worker)).isNotEqualTo("grace");
    assertThat(theirs[0]).contains("\"theirs\"");
    assertThat(texts.values())
        .singleElement()
        .asString()
        .contains("\"refresh_token_before\":\"theirs\"");
  }

  @Test
  void no_token_is_asked_for_that_could_not_be_kept() throws Exception {
    Texts away = new Texts();
    away.away = action -> true;
    Exchange worker = worker(away);
    assertThatThrownBy(() -> token(worker))
        .isInstanceOf(Failure.class)
        .hasMessage("the token store cannot be read: connection refused");
    assertThat(tokens.asked()).isEmpty();
    away.away = action -> false;
    assertThat(tokens.accepts(token(worker))).isTrue();
  }

  @Test
  void what_could_not_be_kept_is_kept_as_soon_as_the_store_is_back() throws Exception {
    Texts full = new Texts();
    full.away = "write"::equals;
    Exchange worker = worker(full);
    String first = token(worker);
    assertThat(texts).isEmpty();
    full.away = action -> false;
    workers.get(0).answers("GET /a", 401, "").answers("GET /a", 200, "");
    worker.getMessage().setHeader(CaldavConstants.METHOD, "GET");
    worker.getMessage().setHeader(CaldavConstants.URL, ScriptedServer.ROOT + "/a");
    assertThat(workers.get(0).send("caldav-http", worker).getException()).isNull();
    assertThat(workers.get(0).signedWith()).hasSize(2).startsWith(first);
    assertThat(tokens.asked().get(1).get("refresh_token"))
        .as("the one that is good")
        .isNotEqualTo(login);
    assertGoesOn(new Texts());
  }

  @Test
  void what_could_not_be_kept_is_kept_when_the_account_is_closed() throws Exception {
    Texts full = new Texts();
    full.away = "write"::equals;
    Exchange worker = worker(full);
    token(worker);
    assertThat(texts).isEmpty();
    full.away = action -> false;
    worker.getProperty(CaldavConstants.ACCOUNT, Account.class).close();
    assertThat(texts).hasSize(1);
    assertGoesOn(new Texts());
  }

  @Test
  void a_store_of_tokens_that_is_not_there_is_named() throws Exception {
    Exchange worker = worker(new Texts());
    worker.getContext().getRegistry().unbind("shared");
    assertThatThrownBy(() -> token(worker))
        .hasMessage("the registry has no token store named 'shared'");
  }

  @Test
  void tokens_that_are_damaged_are_a_sentence_that_quotes_nothing() throws Exception {
    token(worker(new Texts()));
    texts.replaceAll((key, text) -> "geheim" + text);
    Exchange worker = worker(new Texts());
    assertThatThrownBy(() -> token(worker))
        .hasMessageContaining("the token store is damaged")
        .hasMessageNotContaining("geheim");
  }
}
