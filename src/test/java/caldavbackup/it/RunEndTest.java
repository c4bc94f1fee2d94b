package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.camel.Routes;
import caldavbackup.http.Account;
import caldavbackup.http.AccountRoutes;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that are done with in the middle of a run: no hammering, and one line for the cause. */
class RunEndTest {
  private static final int OBJECTS = 60;

  /** Those that were under way when the end came. */
  private static final int UNDER_WAY = 8;

  private static LocalBackup backup;

  @TempDir Path temp;
  private Path folder;
  private FaultServer server;
  private final AtomicInteger refused = new AtomicInteger();

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
    server = FaultServer.start().calendar("work");
    for (int i = 0; i < OBJECTS; i++) {
      server.objects("work").put("e%02d.ics".formatted(i), Ics.event("e" + i, "No. " + i));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_password_that_is_refused_in_mid_run_is_not_shown_again() throws Exception {
    refuseAfter(10, 401);
    LocalBackup.Run run = backup.run(server.location(), folder, "username=u", "password=p");
    assertThat(refused).hasValueLessThan(UNDER_WAY);
    assertOneCause(run, "does not accept user u with this password");
  }

  @Test
  void an_account_that_is_closed_in_mid_run_is_not_asked_for_each_object() throws Exception {
    refuseAfter(10, 403);
    LocalBackup.Run run = backup.run(server.location(), folder, "username=u", "password=p");
    assertThat(refused).hasValueLessThan(3 * UNDER_WAY);
    assertOneCause(run, "403");
  }

  @Test
  void objects_that_are_forbidden_one_by_one_end_nothing() throws Exception {
    server.fault(
        (exchange, body) ->
            (body.contains("calendar-multiget") || isOdd(exchange))
                && FaultServer.answer(403, "text/plain", "private").answer(exchange, body));
    LocalBackup.Run run = backup.run(server.location(), folder, "username=u", "password=p");
    assertThat(run.problems()).hasSize(1);
    assertThat(Vdir.objects(folder.resolve("work"))).hasSize(OBJECTS / 2);
  }

  private static boolean isOdd(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET")
        && exchange.getRequestURI().getPath().matches(".*[13579]\\.ics");
  }

  @Test
  void a_server_that_is_gone_is_one_line_and_a_count() throws Exception {
    AtomicInteger left = new AtomicInteger(10);
    server.fault(
        (exchange, body) -> {
          if (left.getAndDecrement() == 0) {
            new Thread(server::close).start();
          }
          return left.get() < 0 && server.silence().answer(exchange, body)
              || body.contains("calendar-multiget")
                  && FaultServer.answer(501, "text/plain", "no").answer(exchange, body);
        });
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.said().lines().count()).isLessThanOrEqualTo(4);
    assertThat(Files.readAllLines(folder.resolve(".caldav-backup.jsonl.problems")))
        .anyMatch(line -> line.startsWith("work/e59.ics: the server cannot be reached"));
  }

  @Test
  void the_next_run_of_the_same_account_begins_anew() throws Exception {
    refuseAfter(0, 401);
    try (Routes routes = Routes.start(Routes.Purpose.BACKUP);
        Account account =
            new Account(
                Options.forBackup(
                    Map.of("location", server.location(), "username", "u", "password", "p")))) {
      AccountRoutes requests = new AccountRoutes(routes, account);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> requests.send("direct:caldav-discover", null, Map.of()))
            .isInstanceOf(Failure.class)
            .hasMessageContaining("does not accept user u");
      }
      assertThat(refused.get())
          .as("in each run, at the location and perhaps at its well-known address")
          .isBetween(2, 4);
      server.fault((exchange, body) -> false);
      assertThat(
              requests
                  .send("direct:caldav-discover", null, Map.of())
                  .getMessage()
                  .getBody(List.class))
          .hasSize(1);
    }
  }

  @Test
  void a_token_that_dies_again_and_again_is_renewed_each_time() throws Exception {
    Map<String, AtomicInteger> uses = new ConcurrentHashMap<>();
    noMultiget(
        (exchange, token) ->
            uses.computeIfAbsent(token, t -> new AtomicInteger()).get() < 7
                && uses.get(token).incrementAndGet() > 0);
    try (AuthorizationServer tokens = new AuthorizationServer()) {
      LocalBackup.Run run = backup.run(server.location(), folder, options(tokens));
      assertThat(run.said()).isEmpty();
      assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
      assertThat(uses).hasSizeGreaterThan(OBJECTS / 7);
    }
  }

  @Test
  void a_token_that_is_refused_as_soon_as_it_is_new_is_the_end() throws Exception {
    AtomicInteger good = new AtomicInteger(12);
    noMultiget((exchange, token) -> good.getAndDecrement() > 0);
    try (AuthorizationServer tokens = new AuthorizationServer()) {
      LocalBackup.Run run = backup.run(server.location(), folder, options(tokens));
      assertThat(refused).hasValueLessThan(UNDER_WAY);
      assertThat(tokens.asked("refresh_token")).isLessThanOrEqualTo(2);
      assertOneCause(run, "does not accept the access token");
    }
  }

  @Test
  void a_sign_in_that_was_revoked_at_the_provider_is_the_end() throws Exception {
    AtomicInteger good = new AtomicInteger(12);
    try (AuthorizationServer tokens = new AuthorizationServer()) {
      noMultiget(
          (exchange, token) -> {
            if (good.getAndDecrement() == 0) {
              tokens.revokeAll();
            }
            return good.get() >= 0;
          });
      LocalBackup.Run run = backup.run(server.location(), folder, options(tokens));
      assertThat(refused).hasValueLessThan(UNDER_WAY);
      assertOneCause(run, "run: caldav login");
    }
  }

  /** Whether a token is good. */
  private interface Taste {
    boolean isGood(HttpExchange exchange, String token);
  }

  private void noMultiget(Taste taste) {
    server.fault(
        (exchange, body) -> {
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          if (!taste.isGood(exchange, shown)) {
            return refuse(exchange, 401);
          }
          return body.contains("calendar-multiget")
              && FaultServer.answer(501, "text/plain", "no").answer(exchange, body);
        });
  }

  private String[] options(AuthorizationServer tokens) throws Exception {
    List<String> options = new ArrayList<>(tokens.options());
    options.add("refresh_token=" + tokens.login());
    options.add("token_file=" + temp.resolve("tokens.json"));
    return options.toArray(String[]::new);
  }

  private void refuseAfter(int requests, int status) {
    AtomicInteger left = new AtomicInteger(requests);
    server.fault(
        (exchange, body) ->
            left.getAndDecrement() <= 0
                ? refuse(exchange, status)
                : body.contains("calendar-multiget")
                    && FaultServer.answer(501, "text/plain", "no").answer(exchange, body));
  }

  private boolean refuse(HttpExchange exchange, int status) throws IOException {
    refused.incrementAndGet();
    FaultServer.reply(exchange, status, "text/plain", "no");
    return true;
  }

  private void assertOneCause(LocalBackup.Run run, String cause) throws Exception {
    assertThat(run.complete()).isFalse();
    assertThat(run.problems()).as(run.said()).singleElement().asString().contains(cause, " more (");
    assertThat(run.end()).matches("\\d+ of \\d+ objects were not read: the backup is not complete");
    Path file = folder.resolve(".caldav-backup.jsonl.problems");
    assertThat(Files.readAllLines(file)).anyMatch(line -> line.startsWith("work/e59.ics: "));
  }
}
