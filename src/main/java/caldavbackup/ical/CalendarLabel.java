package caldavbackup.ical;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The properties of a calendar that an exported iCalendar file contains (RFC 7986, section 5, and
 * the older X- properties). Each part is null if the file does not have it.
 *
 * @param name the name, with the white space around it
 * @param color {@code #RRGGBB}, or {@code #RRGGBBAA} if the file has an opacity
 * @param timezone the TZID of the time zone in which the calendar is shown
 */
public record CalendarLabel(String name, String description, String color, String timezone) {
  private static final String[] COLORS = {
    "X-APPLE-CALENDAR-COLOR", "X-OUTLOOK-COLOR", "X-FUNAMBOL-COLOR", "COLOR"
  };

  /** Properties that describe the collection. They would be wrong in a single object. */
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

  /** Returns whether the file has none of these properties. */
  boolean isEmpty() {
    return equals(new CalendarLabel(null, null, null, null));
  }

  /** Returns whether a property of a VCALENDAR describes the collection. */
  static boolean isAbout(String property) {
    return PROPERTIES.contains(property);
  }

  private static String first(Map<String, String> properties, String... names) {
    return Stream.of(names).map(properties::get).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** Keeps the white space around the name: two names may differ in nothing else. */
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
