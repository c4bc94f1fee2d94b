package caldavbackup.lying;

import java.util.Objects;
import java.util.Random;

/**
 * A lie and when it is told. Whether it is told for a request depends on the request and how often
 * it was sent, not on what other threads do at the same time: a seed tells the same lies again.
 *
 * @param asked what it is told about, null for all that the lie is about
 * @param share it is told for one in so many resources
 * @param from the number of the request that it starts with, for {@link When#FROM}
 */
record Rule(Lie lie, When when, Asked asked, int share, int from) {
  enum When {
    ALWAYS,
    /** The first time that a resource is asked for. */
    ONCE_EACH,
    SOMETIMES,
    /** For every fourth request, whatever it is for. */
    EVERY_FOURTH,
    /** From some request on, for all of them. */
    FROM
  }

  /** Whether it is told now. */
  boolean applies(Asked what, String key, int count, int number, long seed) {
    if (!lie.about().contains(what) || asked != null && asked != what) {
      return false;
    }
    boolean isChosen = Math.floorMod(mixed(seed, key), share) == 0;
    return isChosen
        && switch (when) {
          case ALWAYS -> true;
          case ONCE_EACH -> count == 0;
          case SOMETIMES -> dice(seed, key, count).nextInt(3) == 0;
          case EVERY_FOURTH -> number % 4 == 3;
          case FROM -> number >= from;
        };
  }

  /** The dice for one telling. */
  Random dice(long seed, String key, int count) {
    return new Random(mixed(seed, key) + 31L * count);
  }

  private long mixed(long seed, String key) {
    return new Random(seed * 1_000_003 + Objects.hash(lie.ordinal(), key)).nextLong();
  }

  @Override
  public String toString() {
    return lie
        + " "
        + when
        + (when == When.FROM ? " request " + from : "")
        + (asked == null ? "" : " about " + asked)
        + (share == 1 ? "" : " for one in " + share);
  }
}
