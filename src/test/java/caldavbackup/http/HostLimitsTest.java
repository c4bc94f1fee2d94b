package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;

/** Turns at one host: so many at a time, in order, and none for who has gone. */
class HostLimitsTest {
  private static final HttpHost HOST = new HttpHost("http", "Cal.example.org");
  private static final HttpHost SAME = new HttpHost("http", "cal.example.org", 80);
  private static final HttpHost OTHER = new HttpHost("https", "cal.example.org");

  private final HostLimits limits = new HostLimits(1);
  private final List<String> order = new ArrayList<>();

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private Thread waiting(String name) {
    Thread thread =
        new Thread(
            () -> {
              try (HostLimits.Turn turn = limits.enter(SAME, () -> true)) {
                order.add(name); // one at a time: no lock is needed
              } catch (Failure e) {
                order.add(name + ": " + e.getMessage());
              }
            });
    thread.start();
    awaitWaiting(thread);
    return thread;
  }

  @Test
  void turns_at_one_host_come_in_order_and_other_hosts_are_not_waited_for() throws Exception {
    List<Thread> threads = new ArrayList<>();
    try (HostLimits.Turn turn = limits.enter(HOST, () -> true)) {
      for (int i = 0; i < 8; i++) {
        threads.add(waiting("w" + i));
      }
      limits.enter(OTHER, () -> true).close();
      assertThat(order).isEmpty();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).containsExactly("w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7");
    assertThat(limits.size()).isZero();
  }

  @Test
  void whose_account_is_closed_waits_no_longer_and_keeps_nobody() throws Exception {
    AtomicBoolean isOpen = new AtomicBoolean(true);
    CompletableFuture<Failure> ended = new CompletableFuture<>();
    HostLimits.Turn turn = limits.enter(HOST, () -> true);
    Thread closed =
        new Thread(
            () -> {
              try {
                limits.enter(HOST, isOpen::get).close();
                ended.complete(null);
              } catch (Failure e) {
                ended.complete(e);
              }
            });
    closed.start();
    awaitWaiting(closed);
    Thread next = waiting("next");
    isOpen.set(false);
    limits.wake();
    assertThat(ended.join().kind()).isEqualTo(Failure.Kind.CANCELLED);
    turn.close();
    next.join();
    assertThat(order).containsExactly("next");
    assertThat(limits.size()).isZero();
  }

  @Test
  void an_interrupted_thread_waits_no_longer() throws Exception {
    HostLimits.Turn turn = limits.enter(HOST, () -> true);
    Thread waiting = waiting("w");
    waiting.interrupt();
    waiting.join();
    assertThat(order)
        .containsExactly("w: the request was interrupted while it waited for its turn");
    turn.close();
    assertThat(limits.size()).isZero();
  }
}
