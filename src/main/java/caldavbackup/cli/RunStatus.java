package caldavbackup.cli;

import caldavbackup.camel.RunProgress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The progress of a run in numbers. Safe for use by several threads. */
final class RunStatus implements RunProgress {
  private final LongSupplier clock;
  private final long started;
  private final Map<Phase, Amount> amounts = new EnumMap<>(Phase.class);
  private final Set<String> listed = new HashSet<>();
  private Phase phase;
  private String calendar = "";
  private int calendars;
  private int retries;
  private int waits;
  private Duration waited = Duration.ZERO;
  private Duration wait = Duration.ZERO;
  private long waitEnd;

  /** Objects of one phase: in total, and for each calendar. */
  private static final class Amount {
    private final Map<String, Long> expected = new HashMap<>();
    private final Map<String, Long> done = new HashMap<>();
    private final long began;
    private long allExpected;
    private long allDone;

    Amount(long began) {
      this.began = began;
    }

    void expect(String calendar, long objects) {
      Long before = expected.put(calendar, objects);
      allExpected += objects - (before == null ? 0 : before);
    }

    /** The number done never exceeds the total. */
    void add(String calendar, long objects) {
      long before = done.getOrDefault(calendar, 0L);
      long most = expected.getOrDefault(calendar, Long.MAX_VALUE);
      long after = Math.max(before, Math.min(before + objects, most));
      done.put(calendar, after);
      allDone += after - before;
    }
  }

  /**
   * The numbers at one moment.
   *
   * @param phase null before the first phase
   * @param done completed objects of the phase, in all calendars
   * @param total the number of objects known so far
   * @param listed calendars with a complete listing; only in a backup
   * @param calendars calendars found; 0 in a restore
   * @param elapsed the time since the start of the run
   * @param inPhase the time since the start of the phase
   * @param pause how long the server asked to wait, zero if no request waits
   * @param waits how many times the server asked to wait
   * @param waited the sum of these waits
   * @param retries how many requests were sent again
   */
  record Snapshot(
      Phase phase,
      String calendar,
      long done,
      long total,
      int listed,
      int calendars,
      Duration elapsed,
      Duration inPhase,
      Duration pause,
      int waits,
      Duration waited,
      int retries) {

    /** Returns objects per second, 0 when it is too early to tell. */
    double rate() {
      double seconds = inPhase.toMillis() / 1000.0;
      return seconds < 1 ? 0 : done / seconds;
    }

    /**
     * Returns the completed part of the phase, from 0 to 1. Calendars without a listing count as
     * the average of the others.
     */
    double fraction() {
      if (total == 0 || phase == Phase.LISTING) {
        return 0;
      }
      boolean isPart = listed > 0 && calendars > listed;
      double all = isPart ? (double) total * calendars / listed : total;
      return Math.min(1, done / all);
    }

    /** Returns the estimated remaining time of the phase; null when it is too early to tell. */
    Duration left() {
      double fraction = fraction();
      return fraction < 0.02 || fraction >= 1 || inPhase.toMillis() < 2000
          ? null
          : Duration.ofMillis((long) (inPhase.toMillis() * (1 - fraction) / fraction));
    }
  }

  /**
   * Creates the status of a run that starts now.
   *
   * @param clock nanoseconds, as {@link System#nanoTime()}
   */
  RunStatus(LongSupplier clock) {
    this.clock = clock;
    this.started = clock.getAsLong();
  }

  private Amount amount(Phase of) {
    return amounts.computeIfAbsent(of, p -> new Amount(clock.getAsLong()));
  }

  @Override
  public synchronized void calendars(int more) {
    calendars += more;
  }

  @Override
  public synchronized void expect(Phase of, String name, long objects) {
    amount(of).expect(name, objects);
    if (of == Phase.READING) { // the listing continues at the same time
      turn(of, name);
    }
  }

  @Override
  public synchronized void turn(Phase to, String name) {
    boolean isBeside = to == Phase.LISTING && phase == Phase.READING && isReading();
    if (!isBeside) {
      phase = to;
      calendar = name;
    }
    amount(to);
  }

  private boolean isReading() {
    Amount reading = amount(Phase.READING);
    return reading.allDone < reading.allExpected;
  }

  @Override
  public synchronized void done(Phase of, String name, long objects) {
    amount(of).add(name, objects);
    if (of == Phase.READING) {
      phase = of;
      calendar = name;
    }
  }

  @Override
  public synchronized void finish(Phase of, String name) {
    if (of == Phase.LISTING) {
      listed.add(name);
    } else {
      Amount amount = amount(of);
      amount.add(name, amount.expected.getOrDefault(name, 0L));
    }
  }

  @Override
  public synchronized void retries() {
    retries++;
  }

  @Override
  public synchronized void waits(Duration asked) {
    long now = clock.getAsLong();
    waits++;
    waited = waited.plus(asked);
    if (now + asked.toNanos() - waitEnd > 0 || waitEnd - now <= 0) {
      wait = asked;
      waitEnd = now + asked.toNanos();
    }
  }

  /** Returns the current numbers. */
  synchronized Snapshot snapshot() {
    long now = clock.getAsLong();
    Amount amount = phase == null ? new Amount(now) : amount(phase);
    boolean isWaiting = waits > 0 && waitEnd - now > 0;
    return new Snapshot(
        phase,
        calendar,
        amount.allDone,
        amount.allExpected,
        listed.size(),
        calendars,
        Duration.ofNanos(now - started),
        Duration.ofNanos(now - amount.began),
        isWaiting ? wait : Duration.ZERO,
        waits,
        waited,
        retries);
  }
}
