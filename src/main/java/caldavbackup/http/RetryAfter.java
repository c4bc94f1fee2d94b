package caldavbackup.http;

import caldavbackup.text.Failure;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The header Retry-After (RFC 9110, section 10.2.3): seconds, or the date of the next try. */
public final class RetryAfter {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** Property placeholder: a request that is to wait longer fails at once. */
  private static final String WAIT_MAX = "caldav.wait.max";

  /**
   * A server that asks for more is asked again after this all the same, where WAIT_MAX is not set.
   */
  static final Duration MAX = Duration.ofMinutes(2);

  private RetryAfter() {}

  /**
   * How long a busy server asks to wait, when that is longer than {@code caldav.wait.max} grants.
   *
   * @return null when it is not, the server does not say, or the property is not set
   * @throws Failure of kind OPTION when the property is no time
   */
  static Duration tooLong(HttpOperationFailedException busy, Exchange exchange) throws Failure {
    Duration asked = of(busy);
    boolean isTooLong =
        isLimited(exchange)
            && asked != null
            && asked.compareTo(SharedAccounts.duration(exchange.getContext(), WAIT_MAX, "2m")) > 0;
    return isTooLong ? asked : null;
  }

  /**
   * How long to wait for a busy server that is not asked for too long; null when it does not say.
   */
  static Duration granted(HttpOperationFailedException busy, Exchange exchange) {
    Duration asked = of(busy);
    return asked == null || isLimited(exchange) || asked.compareTo(MAX) < 0 ? asked : MAX;
  }

  private static boolean isLimited(Exchange exchange) {
    return !exchange.getContext().resolvePropertyPlaceholders("{{" + WAIT_MAX + ":}}").isBlank();
  }

  /** How long a busy server asks to wait; null when it does not say. */
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
