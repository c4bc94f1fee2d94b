package caldavbackup.caldav.profile;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.http.Account;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is learnt of a server belongs to one account, all of it. */
class ServerProfileTest {
  private static final Calendar WORK = Calendar.named("https://h/work/", "Work");

  @Test
  void nothing_is_known_at_first() throws Exception {
    try (Account account = account()) {
      ServerProfile server = ServerProfile.of(account);
      assertThat(server.syncFails()).isFalse();
      assertThat(server.takesConditions()).isFalse();
      assertThat(server.scheduling(WORK)).isNull();
      assertThat(server.multigets().limit()).isPositive();
      assertThat(server.word().digests().isOpen()).isTrue();
      assertThat(server.sample().members(WORK)).isEmpty();
      assertThat(server.restoreTargets().byName()).isEmpty();
    }
  }

  @Test
  void what_one_account_learns_it_keeps_and_another_does_not_see() throws Exception {
    try (Account account = account();
        Account other = account()) {
      SchedulingTarget target = new SchedulingTarget(null, List.of(Set.of("mailto:me@h")));
      ServerProfile.of(account).learnSyncFails();
      ServerProfile.of(account).learnTakesConditions();
      ServerProfile.of(account).learnScheduling(WORK, target);
      ServerProfile.of(account).multigets().unsupported();
      ServerProfile.of(account).word().lengthWasRight();
      for (Account one : List.of(account, other)) {
        boolean isKnown = one == account;
        ServerProfile server = ServerProfile.of(one);
        assertThat(server.syncFails()).isEqualTo(isKnown);
        assertThat(server.takesConditions()).isEqualTo(isKnown);
        assertThat(server.scheduling(WORK)).isSameAs(isKnown ? target : null);
        assertThat(server.multigets().limit() == 0).isEqualTo(isKnown);
        assertThat(server.word().lengthHolds()).isEqualTo(isKnown);
      }
    }
  }

  @Test
  void threads_that_ask_at_once_get_the_same_one() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Account account = account()) {
      Callable<ServerProfile> ask = () -> ServerProfile.of(account);
      Set<ServerProfile> got =
          new HashSet<>(
              threads.invokeAll(Stream.generate(() -> ask).limit(50).toList()).stream()
                  .map(ServerProfileTest::value)
                  .toList());
      assertThat(got).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private static ServerProfile value(Future<ServerProfile> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Account account() throws Failure {
    return new Account(Options.forBackup(Map.of("location", "caldav://h.example.org/")));
  }
}
