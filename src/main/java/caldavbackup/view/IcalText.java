package caldavbackup.view;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of iCalendar properties and parameters in readable form. */
final class IcalText {
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);
  private static final Pattern CARET = Pattern.compile("\\^([n^'])");

  private IcalText() {}

  /** Returns a TEXT value without its escapes (RFC 5545, section 3.3.11). */
  static String of(String value) {
    return value.indexOf('\\') < 0
        ? value
        : ESCAPED
            .matcher(value)
            .replaceAll(
                c ->
                    c.group(1).equalsIgnoreCase("n") ? "\n" : Matcher.quoteReplacement(c.group(1)));
  }

  /** Returns a parameter value without its escapes (RFC 6868). */
  static String ofParameter(String value) {
    return CARET
        .matcher(value)
        .replaceAll(
            c ->
                switch (c.group(1)) {
                  case "n" -> " ";
                  case "'" -> "\"";
                  default -> "^";
                });
  }

  /** Returns the text, cut to a maximum number of characters. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }
}
