package caldavbackup.contents;

import java.util.concurrent.TimeUnit;

/**
 * How long one command expands slow recurrence rules. Thousands of hostile rules, of a fraction of
 * a second each, would take minutes.
 */
final class RecurrenceBudget {
  private static final long ALL = TimeUnit.SECONDS.toNanos(10);

  /** A usual rule takes far less, and nothing of the budget: many of them are no attack. */
  private static final long FREE = TimeUnit.MILLISECONDS.toNanos(2);

  private final long free;
  private long left;

  RecurrenceBudget() {
    this(ALL, FREE);
  }

  /**
   * With other times, in nanoseconds.
   *
   * @param free how much of each expansion is not counted
   */
  RecurrenceBudget(long all, long free) {
    this.left = all;
    this.free = free;
  }

  boolean isSpent() {
    return left <= 0;
  }

  /** Counts one expansion that took so many nanoseconds. */
  void spend(long nanos) {
    left -= Math.max(0, nanos - free);
  }
}
