package caldavbackup.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses durations in the format of Plakar's options: {@code 30s}, {@code 2m}, {@code 1h30m},
 * {@code 500ms}.
 */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h))+");

  private Durations() {}

  /** The duration; null when the text is malformed or the duration is zero. */
  public static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    Duration sum = Duration.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      long n = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(n);
                case "s" -> Duration.ofSeconds(n);
                case "m" -> Duration.ofMinutes(n);
                default -> Duration.ofHours(n);
              });
    }
    return sum.isZero() ? null : sum;
  }
}
