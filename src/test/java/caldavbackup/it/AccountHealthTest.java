package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host with camel-health: it is ready when its named accounts are. */
class AccountHealthTest {
  private WatchedHost host;

  private void start(String... placeholders) throws Exception {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < placeholders.length; i += 2) {
      all.put(placeholders[i], placeholders[i + 1]);
    }
    host = new WatchedHost(all, context -> {});
  }

  @AfterEach
  void stop() {
    if (host != null) {
      host.close();
    }
  }

  private HealthCheck.Result ask(String id) {
    return results().stream()
        .filter(result -> result.getCheck().getId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Collection<HealthCheck.Result> results() {
    return HealthCheckHelper.invokeReadiness(host.context, "full");
  }

  /** The result, once the account was looked at. */
  private HealthCheck.Result awaited(String id) throws Exception {
    Await.until(
        id + " is looked at",
        () -> !ask(id).getMessage().orElse("").contains("was not checked yet"));
    return ask(id);
  }

  @Test
  void an_account_is_ready_when_its_calendars_are_found() throws Exception {
    start();
    assertThat(ask("caldav-alice").getState()).isEqualTo(HealthCheck.State.DOWN);

    HealthCheck.Result result = awaited("caldav-alice");

    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(result.getDetails())
        .containsEntry("account", host.origin("alice@"))
        .containsEntry("calendars", 1);
    assertThat(result.getCheck().getGroup()).isEqualTo("caldav");
    assertThat(results())
        .filteredOn(one -> one.getCheck().getId().startsWith("caldav-"))
        .hasSize(2); // each account once
  }

  @Test
  void who_asks_often_asks_the_server_once() throws Exception {
    start();
    awaited("caldav-alice");
    awaited("caldav-bob");
    int asked = host.server.requests().size();

    for (int i = 0; i < 100; i++) {
      results();
    }

    assertThat(host.server.requests()).hasSize(asked);
  }

  @Test
  void nobody_waits_for_a_server_that_is_silent_and_it_is_asked_once() throws Exception {
    start("caldav.accounts.bob.io_timeout", "30s");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    host.server.fault(
        (exchange, body) -> {
          asked.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return false;
        });
    for (int i = 0; i < 100; i++) {
      assertThat(ask("caldav-alice").getState()).isEqualTo(HealthCheck.State.DOWN);
    }
    asked.await();
    assertThat(host.server.requests().size()).isLessThanOrEqualTo(2); // one for each account
    end.countDown();
    assertThat(awaited("caldav-alice").getState()).isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void an_old_result_is_renewed() throws Exception {
    start("caldav.health.interval", "1ms");
    assertThat(awaited("caldav-alice").getState()).isEqualTo(HealthCheck.State.UP);
    host.server.fault(FaultServer.answer(401, "text/plain", "no"));

    Await.until(
        "the account is down", () -> ask("caldav-alice").getState() == HealthCheck.State.DOWN);

    assertThat(ask("caldav-alice").getDetails())
        .containsEntry("kind", "sign_in")
        .containsEntry(HealthCheck.HTTP_RESPONSE_CODE, 401);
  }

  @Test
  void an_application_lives_on_without_its_servers() throws Exception {
    start();
    host.server.fault(FaultServer.answer(500, "text/plain", "no"));
    assertThat(awaited("caldav-alice").getState()).isEqualTo(HealthCheck.State.DOWN);

    assertThat(HealthCheckHelper.invokeLiveness(host.context, "full"))
        .noneMatch(result -> result.getCheck().getId().startsWith("caldav-"));
  }

  @Test
  void a_wrong_option_of_an_account_is_named() throws Exception {
    start("caldav.accounts.carol.locaton", "caldav://example.org");

    assertThat(awaited("caldav-carol").getMessage())
        .contains("account 'carol': option 'locaton' is unknown");
    assertThat(awaited("caldav-alice").getState()).isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void a_wrong_interval_is_named() {
    assertThatThrownBy(() -> start("caldav.health.interval", "often"))
        .rootCause()
        .hasMessage(
            "property 'caldav.health.interval' must be a duration like 30s or 5m, not 'often'");
  }

  @Test
  void it_can_be_switched_off() throws Exception {
    start("caldav.health.enabled", "false");

    assertThat(results()).noneMatch(result -> result.getCheck().getId().startsWith("caldav-"));
  }

  @Test
  void one_account_can_be_left_out() throws Exception {
    start();
    HealthCheckRegistry.get(host.context).setExcludePattern("caldav-bob");

    assertThat(results())
        .extracting(result -> result.getCheck().getId())
        .contains("caldav-alice")
        .doesNotContain("caldav-bob");
  }

  @ParameterizedTest
  @CsvSource({"alice,500", "bob,401", "alice,403"})
  void no_check_shows_a_secret(String account, int status) throws Exception {
    start();
    host.quoteSecrets(status);

    HealthCheck.Result result = awaited("caldav-" + account);

    String all = result.getMessage() + " " + result.getDetails() + " " + result.getError();
    assertThat(all).contains("***");
    WatchedHost.secrets().forEach(secret -> assertThat(all).doesNotContain(secret));
  }
}
