package caldavbackup.contents;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Date and time values of iCalendar (RFC 5545, section 3.3). */
final class Times {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})(\\d\\d)(\\d\\d)(?:T(\\d\\d)(\\d\\d)(\\d\\d)?Z?)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION =
      Pattern.compile(
          "([+-]?)P(?:(\\d{1,6})W)?(?:(\\d{1,6})D)?(?:T(?:(\\d{1,7})H)?(?:(\\d{1,8})M)?(?:(\\d{1,9})S)?)?",
          Pattern.CASE_INSENSITIVE);

  private Times() {}

  /**
   * A duration: days, plus an exact time.
   *
   * @param days calendar days, which may have 23 or 25 hours
   */
  record Length(Period days, Duration time) {
    static final Length NONE = new Length(Period.ZERO, Duration.ZERO);
  }

  static boolean isDate(String value) {
    return value.strip().matches("\\d{8}");
  }

  static boolean isUtc(String value) {
    return value.strip().toUpperCase(java.util.Locale.ROOT).endsWith("Z");
  }

  /**
   * Parses a date, which becomes the start of the day, or a time, in any time zone.
   *
   * @throws DateTimeException when the value is neither
   */
  static LocalDateTime local(String value) {
    Matcher time = TIME.matcher(value.strip());
    if (!time.matches()) {
      throw new DateTimeException("not a time: " + value);
    }
    LocalDate day = LocalDate.of(number(time, 1), number(time, 2), number(time, 3));
    if (time.group(4) == null) {
      return day.atStartOfDay();
    }
    int second = time.group(6) == null ? 0 : Math.min(59, number(time, 6)); // 60 is a leap second
    return day.atTime(LocalTime.of(number(time, 4), number(time, 5), second));
  }

  /**
   * Parses a duration. A negative duration, which no event has, becomes zero.
   *
   * @throws DateTimeException when the value is invalid
   */
  static Length length(String value) {
    Matcher length = DURATION.matcher(value.strip());
    if (!length.matches()) {
      throw new DateTimeException("not a duration: " + value);
    }
    if (length.group(1).equals("-")) {
      return Length.NONE;
    }
    int days = 7 * number(length, 2) + number(length, 3);
    Duration time =
        Duration.ofHours(number(length, 4))
            .plusMinutes(number(length, 5))
            .plusSeconds(number(length, 6));
    return new Length(Period.ofDays(days), time);
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }
}
