package caldavbackup.cli;

import caldavbackup.camel.RunProgress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** How far a run is, in numbers. Safe for use by several threads. */
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

  /** Objects of one phase: of all calendars, and of each. */
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

    /** No more are done than there are. */
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
   * @param phase null before the first
   * @param done objects of the phase that are dealt with, of all calendars
   * @param total how many there are, as far as that is known
   * @param listed calendars whose listing is over; only in a backup
   * @param calendars calendars that were found; 0 in a restore
   * @param elapsed since the run began
   * @param inPhase since the phase began
   * @param pause how long the server asked to wait, zero when no request waits for that
   * @param waits how often the server asked to wait
   * @param waited how long that was altogether
   * @param retries how often a request was sent again
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

    /** Objects in a second, 0 when it is too early to say. */
    double rate() {
      double seconds = inPhase.toMillis() / 1000.0;
      return seconds < 1 ? 0 : done / seconds;
    }

    /** How much of the phase is over, from 0 to 1: calendars not listed count as the others do. */
    double fraction() {
      if (total == 0 || phase == Phase.LISTING) {
        return 0;
      }
      boolean isPart = listed > 0 && calendars > listed;
      double all = isPart ? (double) total * calendars / listed : total;
      return Math.min(1, done / all);
    }

    /** How long the phase goes on; null when it is too early to say. */
    Duration left() {
      double fraction = fraction();
      return fraction < 0.02 || fraction >= 1 || inPhase.toMillis() < 2000
          ? null
          : Duration.ofMillis((long) (inPhase.toMillis() * (1 - fraction) / fraction));
    }
  }

  /**
   * A run that begins now.
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
    if (of == Phase.READING) { // listing goes on beside it
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

  /** The numbers now. */
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
