package caldavbackup.states;

import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive right of one process to work under a key of a shared store. The holder renews the
 * lease periodically. A lease that is not renewed for its whole life belongs to a dead process, and
 * another process takes it over.
 *
 * <p>No clocks are compared: a waiting process measures by its own clock how long the lease goes
 * without renewal. The holder assumes a shorter life than the others do, and calls {@link #holds}
 * before it writes.
 *
 * <p>Safe for use by several threads.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final int BEATS_IN_LIFE = 6;
  private static final long MOST_BETWEEN_LOOKS = 200;
  private static final Clocks SYSTEM = new Clocks(System::nanoTime, System::currentTimeMillis);

  private final Store store;
  private final String key;
  private final Duration life;
  private final String holder = UUID.randomUUID().toString();
  private final BooleanSupplier isWanted;
  private final Clocks clocks;
  private String state;
  private long beats;
  private volatile Moment renewed;
  private volatile boolean isOver;

  /**
   * The clocks of the holder. The first one may stand still while a virtual machine is suspended;
   * the second one may be set.
   *
   * @param nanos like {@link System#nanoTime}
   * @param millis like {@link System#currentTimeMillis}
   */
  record Clocks(LongSupplier nanos, LongSupplier millis) {
    private Moment now() {
      return new Moment(nanos.getAsLong(), millis.getAsLong());
    }

    /** Whether this time went by since the moment, on either clock. */
    private boolean isOver(Moment since, Duration time) {
      return nanos.getAsLong() - since.nanos() >= time.toNanos()
          || millis.getAsLong() - since.millis() >= time.toMillis();
    }
  }

  private record Moment(long nanos, long millis) {}

  private Lease(Store store, String key, Duration life, BooleanSupplier isWanted, Clocks clocks) {
    this.clocks = clocks;
    this.store = store;
    this.key = key;
    this.life = life;
    this.isWanted = isWanted;
  }

  /**
   * Takes the lease of a key. If another process holds it, waits until that process releases it or
   * does not renew it for a whole life.
   *
   * @param store a store that {@link Store#isAtomic}
   * @param life how long a lease is valid without renewal; the same in all processes
   * @param patience how long to wait for a live holder, which shows at its next renewal
   * @param isWanted called at each renewal: when it returns false, the lease is released
   * @return null when a live holder keeps the lease longer than {@code patience}
   * @throws Failure of kind SERVER when the store fails, CANCELLED when the thread is interrupted
   */
  public static Lease take(
      Store store, String key, Duration life, Duration patience, BooleanSupplier isWanted)
      throws Failure {
    return take(store, key, life, patience, isWanted, SYSTEM);
  }

  /** Like the other one; the lease ends by these clocks. */
  static Lease take(
      Store store,
      String key,
      Duration life,
      Duration patience,
      BooleanSupplier isWanted,
      Clocks clocks)
      throws Failure {
    Lease lease = new Lease(store, key, life, isWanted, clocks);
    long begun = System.nanoTime();
    long since = begun;
    boolean isAlive = false;
    String seen = store.get(key);
    while (!(seen == null || isOver(since, life)) || !lease.begin(seen)) {
      if (isAlive && isOver(begun, patience)) {
        return null;
      }
      pause(Math.min(MOST_BETWEEN_LOOKS, life.toMillis() / BEATS_IN_LIFE));
      String now = store.get(key);
      if (!Objects.equals(now, seen)) {
        isAlive = now != null;
        since = System.nanoTime();
        seen = now;
      }
    }
    lease.renewLater();
    return lease;
  }

  private static boolean isOver(long since, Duration time) {
    return System.nanoTime() - since >= time.toNanos();
  }

  private static void pause(long millis) throws Failure {
    try {
      TimeUnit.MILLISECONDS.sleep(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while another process is at work");
    }
  }

  private synchronized boolean begin(String before) throws Failure {
    return write(before);
  }

  private boolean write(String before) throws Failure {
    Moment now = clocks.now(); // others see it later, so they wait longer
    String next = holder + " " + beats++;
    if (!store.replace(key, before, next)) {
      return false;
    }
    state = next;
    renewed = now;
    return true;
  }

  private void renewLater() {
    Thread thread = new Thread(this::renewUntilOver, "caldav lease");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void renewUntilOver() {
    try {
      while (!isOver && isWanted.getAsBoolean()) {
        TimeUnit.MILLISECONDS.timedWait(this, Math.max(1, life.toMillis() / BEATS_IN_LIFE));
        if (!isOver) {
          renew();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void renew() {
    try {
      if (write(state)) {
        return;
      }
      String now = store.get(key);
      if (now != null && now.startsWith(holder)) { // written before, but the answer was lost
        state = now;
        write(state);
      } else {
        isOver = true;
      }
    } catch (Failure e) {
      LOG.debug("a lease cannot be renewed: {}", e.getMessage());
    }
  }

  /**
   * Returns whether the lease was renewed in time by both clocks, so that no other process can hold
   * it. A lease is over after its machine was suspended for long.
   */
  public boolean holds() {
    return !isOver && !clocks.isOver(renewed, life.multipliedBy(3).dividedBy(4));
  }

  /** Releases the lease. A lease that another process took over stays with that process. */
  @Override
  public synchronized void close() {
    if (isOver) {
      return;
    }
    isOver = true;
    notifyAll();
    try {
      store.replace(key, state, null);
    } catch (Failure e) {
      LOG.debug("a lease was not released, it expires: {}", e.getMessage());
    }
  }
}
