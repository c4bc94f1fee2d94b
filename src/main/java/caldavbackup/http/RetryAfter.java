package caldavbackup.http;

import caldavbackup.text.Failure;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The header Retry-After (RFC 9110, section 10.2.3): seconds, or the date of the next attempt. */
public final class RetryAfter {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** Property placeholder: a request that would have to wait longer fails at once. */
  private static final String WAIT_MAX = "caldav.wait.max";

  /** The maximum wait when WAIT_MAX is not set, even if the server asks for more. */
  static final Duration MAX = Duration.ofMinutes(2);

  private RetryAfter() {}

  /**
   * The wait that a busy server asks for, if it exceeds {@code caldav.wait.max}.
   *
   * @return null when it does not, the server names no wait, or the property is not set
   * @throws Failure of kind OPTION when the property is not a duration
   */
  static Duration tooLong(HttpOperationFailedException busy, Exchange exchange) throws Failure {
    Duration asked = of(busy);
    boolean isTooLong =
        isLimited(exchange)
            && asked != null
            && asked.compareTo(SharedAccounts.duration(exchange.getContext(), WAIT_MAX, "2m")) > 0;
    return isTooLong ? asked : null;
  }

  /** The wait before the next retry for a busy server; null when it names none. */
  static Duration granted(HttpOperationFailedException busy, Exchange exchange) {
    Duration asked = of(busy);
    return asked == null || isLimited(exchange) || asked.compareTo(MAX) < 0 ? asked : MAX;
  }

  private static boolean isLimited(Exchange exchange) {
    return !exchange.getContext().resolvePropertyPlaceholders("{{" + WAIT_MAX + ":}}").isBlank();
  }

  /** The wait that a busy server asks for; null when it names none. */
  static Duration of(HttpOperationFailedException busy) {
    if (busy.getResponseHeaders() != null) {
      for (Map.Entry<String, String> header : busy.getResponseHeaders().entrySet()) {
        if (header.getKey().equalsIgnoreCase("Retry-After")) {
          return of(header.getValue(), FOREVER);
        }
      }
    }
    return null;
  }

  /**
   * The wait that the server asks for.
   *
   * @param value the value of the header, or null
   * @param max the maximum of the result, which is never negative
   * @return null when the header is missing or malformed
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
