package caldavbackup.caldav.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may look for a calendar while others wait. */
@Timeout(60)
class RestoreTargetsTest {
  private static final Failure REFUSED = new Failure(Failure.Kind.SIGN_IN, "wrong password");

  private final RestoreTargets targets = new RestoreTargets();

  /** Another thread, which waits for the door. */
  private CompletableFuture<Void> waiting() {
    Thread[] thread = new Thread[1];
    CompletableFuture<Void> entered = new CompletableFuture<>();
    thread[0] =
        new Thread(
            () -> {
              try {
                targets.enter();
                entered.complete(null);
              } catch (Failure | InterruptedException e) {
                entered.completeExceptionally(e);
              }
            });
    thread[0].start();
    while (thread[0].getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return entered;
  }

  @Test
  void one_waits_until_the_other_leaves() throws Exception {
    targets.enter();
    CompletableFuture<Void> second = waiting();
    assertThat(second).isNotDone();
    targets.leave(null);
    second.join();
    CompletableFuture<Void> third = waiting();
    targets.leave(Failure.option("of this calendar alone"));
    third.join();
    targets.leave(null);
  }

  @Test
  void who_waited_for_a_refused_sign_in_does_not_ask_again_and_who_comes_later_does()
      throws Exception {
    targets.enter();
    CompletableFuture<Void> second = waiting();
    CompletableFuture<Void> third = waiting();
    targets.leave(REFUSED);
    assertThatThrownBy(second::join).isInstanceOf(CompletionException.class).hasCause(REFUSED);
    assertThatThrownBy(third::join).isInstanceOf(CompletionException.class).hasCause(REFUSED);
    targets.enter();
    targets.leave(null);
  }
}
