package caldavbackup.http;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** The header Retry-After (RFC 9110, section 10.2.3): seconds, or the date of the next try. */
public final class RetryAfter {
  private RetryAfter() {}

  /**
   * How long the server asks to wait.
   *
   * @param value the header's value, or null
   * @param max the result is never longer; nor is it negative
   * @return null when there is no header, or it cannot be understood
   */
  public static Duration of(String value, Duration max) {
    Duration asked = value == null ? null : parsed(value.strip());
    if (asked == null) {
      return null;
    }
    return asked.isNegative() ? Duration.ZERO : asked.compareTo(max) < 0 ? asked : max;
  }

  private static Duration parsed(String value) {
    try {
      return value.matches("\\d{1,9}")
          ? Duration.ofSeconds(Long.parseLong(value))
          : Duration.between(
              ZonedDateTime.now(),
              ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
