package caldavbackup.view;

import caldavbackup.ical.ContentLine;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A VALARM (RFC 5545, section 3.6.6) in words. */
final class Reminder {
  private static final Pattern DURATION =
      Pattern.compile(
          "([+-]?)P(?:(\\d{1,6})W)?(?:(\\d{1,6})D)?(?:T(?:(\\d{1,9})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})S)?)?");
  private static final Pattern TIME =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)\\d\\d(Z?)");
  private static final List<String> UNITS = List.of("week", "day", "hour", "minute", "second");

  private Reminder() {}

  /** Describes a reminder, for example {@code 15 minutes before, by e-mail}. */
  static String of(Component alarm) {
    ContentLine trigger = alarm.line("TRIGGER");
    String when = trigger == null ? "at an unknown time" : when(trigger);
    String action = alarm.value("ACTION");
    return when
        + switch (action == null ? "" : action.strip().toUpperCase(Locale.ROOT)) {
          case "EMAIL" -> ", by e-mail";
          case "AUDIO" -> ", with a sound";
          default -> "";
        };
  }

  private static String when(ContentLine trigger) {
    String value = trigger.value().strip().toUpperCase(Locale.ROOT);
    Matcher time = TIME.matcher(value);
    if (time.matches()) {
      return "%s-%s-%s %s:%s%s"
          .formatted(
              time.group(1),
              time.group(2),
              time.group(3),
              time.group(4),
              time.group(5),
              time.group(6).isEmpty() ? "" : " UTC");
    }
    Matcher duration = DURATION.matcher(value);
    if (!duration.matches()) {
      return value;
    }
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < UNITS.size(); i++) {
      String number = duration.group(i + 2);
      if (number != null && Long.parseLong(number) != 0) {
        words.append(words.isEmpty() ? "" : " ").append(Long.parseLong(number)).append(' ');
        words.append(UNITS.get(i)).append(Long.parseLong(number) == 1 ? "" : "s");
      }
    }
    boolean isOfEnd = "END".equalsIgnoreCase(trigger.parameter("RELATED"));
    if (words.isEmpty()) {
      return isOfEnd ? "at the end" : "at the start";
    }
    boolean isBefore = duration.group(1).equals("-");
    return words
        + (isBefore ? " before" : " after")
        + (isOfEnd ? " the end" : isBefore ? "" : " the start");
  }
}
