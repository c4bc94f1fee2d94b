package caldavbackup.ical;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an iCalendar file says of the calendar that it was exported from (RFC 7986, section 5, and
 * what programs wrote before it). Each part is null when it says nothing.
 *
 * @param name as it stands, with the white space around it
 * @param color {@code #RRGGBB}, or {@code #RRGGBBAA} where the file has it so
 * @param timezone the TZID of the time zone that the calendar is shown in
 */
public record CalendarLabel(String name, String description, String color, String timezone) {
  private static final String[] COLORS = {
    "X-APPLE-CALENDAR-COLOR", "X-OUTLOOK-COLOR", "X-FUNAMBOL-COLOR", "COLOR"
  };

  /** What describes the collection, and would be wrong of one object of it. */
  private static final Set<String> PROPERTIES =
      Set.of(
          ("NAME DESCRIPTION UID LAST-MODIFIED URL CATEGORIES REFRESH-INTERVAL SOURCE IMAGE"
                  + " X-WR-CALNAME X-WR-CALDESC X-WR-RELCALID X-WR-TIMEZONE TIMEZONE-ID"
                  + " X-PUBLISHED-TTL "
                  + String.join(" ", COLORS))
              .split(" "));

  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  static CalendarLabel of(Map<String, String> properties) {
    return new CalendarLabel(
        name(first(properties, "X-WR-CALNAME", "NAME")),
        text(first(properties, "X-WR-CALDESC", "DESCRIPTION")),
        color(properties),
        text(first(properties, "X-WR-TIMEZONE", "TIMEZONE-ID")));
  }

  private static String color(Map<String, String> properties) {
    return Stream.of(COLORS)
        .map(properties::get)
        .map(CssColor::of)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Whether the file says anything of the calendar. */
  boolean isEmpty() {
    return equals(new CalendarLabel(null, null, null, null));
  }

  /** Whether a property of a VCALENDAR is about the collection. */
  static boolean isAbout(String property) {
    return PROPERTIES.contains(property);
  }

  private static String first(Map<String, String> properties, String... names) {
    return Stream.of(names).map(properties::get).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** With the white space around it: names that differ in nothing else are told apart by it. */
  private static String name(String value) {
    String name = value == null ? "" : unescaped(value);
    return name.isBlank() ? null : name;
  }

  private static String text(String value) {
    String text = value == null ? "" : unescaped(value).strip();
    return text.isEmpty() ? null : text;
  }

  /** RFC 5545, section 3.3.11. */
  private static String unescaped(String value) {
    return ESCAPED
        .matcher(value)
        .replaceAll(
            c -> c.group(1).equalsIgnoreCase("n") ? "\n" : Matcher.quoteReplacement(c.group(1)));
  }
}
