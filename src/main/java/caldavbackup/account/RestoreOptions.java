package caldavbackup.account;

import java.util.Map;

/**
 * How a restore is to be done, as far as the user said.
 *
 * @param dryRun whether only to show what would be done
 * @param planJson the file that gets the plan, or null
 * @param mirror whether to delete what is on the server and not in the snapshot
 * @param mirrorLimit how many percent of a calendar that may be
 * @param verify how to make sure that what was written is there
 * @param rate most objects written in a second, 0 for as many as the server takes
 */
public record RestoreOptions(
    boolean dryRun, String planJson, boolean mirror, int mirrorLimit, Verify verify, int rate) {
  private static final int MOST_PERCENT = 100;

  /** How to make sure that what was written is there. */
  public enum Verify {
    /** Believe the server's answer. */
    OFF,
    /** List it, and compare the ETags. */
    ETAG,
    /** Read every object back and compare it. */
    FULL
  }

  static RestoreOptions of(Map<Option, String> given) throws Failure {
    return new RestoreOptions(
        Options.bool(given, Option.DRY_RUN),
        given.get(Option.PLAN_JSON),
        Options.bool(given, Option.MIRROR),
        number(given, Option.MIRROR_LIMIT, 20, MOST_PERCENT),
        verify(given.getOrDefault(Option.VERIFY, "full")),
        number(given, Option.RATE, 0, 10_000));
  }

  private static Verify verify(String text) throws Failure {
    return switch (text) {
      case "full" -> Verify.FULL;
      case "etag" -> Verify.ETAG;
      case "off" -> Verify.OFF;
      default ->
          throw Failure.option("option 'verify' must be full, etag or off, not '" + text + "'");
    };
  }

  private static int number(Map<Option, String> given, Option option, int fallback, int most)
      throws Failure {
    String text = given.get(option);
    if (text == null) {
      return fallback;
    }
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
      throw Failure.option(
          "option '"
              + option.key()
              + "' must be a number from 0 to "
              + most
              + ", not '"
              + text
              + "'");
    }
    return Integer.parseInt(text);
  }
}
