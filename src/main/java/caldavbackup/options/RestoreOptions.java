package caldavbackup.options;

import caldavbackup.text.Failure;

/**
 * The options of a restore.
 *
 * @param only which objects to restore
 * @param dryRun whether only to show the plan
 * @param planJson the file that receives the plan, or null
 * @param mirror whether to delete objects that are on the server but not in the backup
 * @param mirrorLimit the maximum share of a calendar to delete, in percent
 * @param verify how to verify that objects were written
 * @param rate the maximum number of objects written per second; 0 for no limit
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

  /** How to verify that objects were written. */
  public enum Verify {
    /** Trust the answer of the server. */
    OFF,
    /** List the objects, and compare the ETags. */
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
