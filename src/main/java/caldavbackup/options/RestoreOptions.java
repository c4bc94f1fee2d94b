package caldavbackup.options;

import caldavbackup.text.Failure;

/**
 * How a restore is to be done, as far as the user said.
 *
 * @param only which objects to restore
 * @param dryRun whether only to show what would be done
 * @param planJson the file that gets the plan, or null
 * @param mirror whether to delete what is on the server and not in the backup
 * @param mirrorLimit how many percent of a calendar that may be
 * @param verify how to make sure that what was written is there
 * @param rate most objects written in a second, 0 for as many as the server takes
 */
public record RestoreOptions(
    Only only,
    boolean dryRun,
    String planJson,
    boolean mirror,
    int mirrorLimit,
    Verify verify,
    int rate) {
  private static final int MAX_PERCENT = 100;
  private static final int MAX_A_SECOND = 10_000;

  /** How to make sure that what was written is there. */
  public enum Verify {
    /** Believe the server's answer. */
    OFF,
    /** List it, and compare the ETags. */
    ETAG,
    /** Read every object back and compare it. */
    FULL
  }

  static RestoreOptions of(RawOptions given) throws Failure {
    return new RestoreOptions(
        Only.of(given.text(Option.ONLY)),
        given.bool(Option.DRY_RUN),
        given.text(Option.PLAN_JSON),
        given.bool(Option.MIRROR),
        given.number(Option.MIRROR_LIMIT, 20, 0, MAX_PERCENT),
        given.choice(Option.VERIFY, Verify.FULL, "full, etag or off"),
        given.number(Option.RATE, 0, 0, MAX_A_SECOND));
  }
}
