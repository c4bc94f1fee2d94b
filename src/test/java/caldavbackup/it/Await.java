package caldavbackup.it;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must come to be, and fails when it does not. */
final class Await {
  static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private Await() {}

  static void until(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(LONG);
    while (!condition.call()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** Waits until a number has not moved for a second: whoever moved it waits now, too. */
  static long still(String what, Callable<Long> number) throws Exception {
    Instant deadline = Instant.now().plus(LONG);
    long last = number.call();
    Instant since = Instant.now();
    while (Instant.now().isBefore(since.plusSeconds(1))) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(what + " never stood still, and is now " + last);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      long now = number.call();
      if (now != last) {
        last = now;
        since = Instant.now();
      }
    }
    return last;
  }
}
