package caldavbackup.view;

import java.util.List;
import java.util.regex.Pattern;

/** The colors of calendars on the page. */
final class Colors {
  /** Colors for calendars that have none. */
  private static final List<String> OWN =
      List.of(
          "#1f77b4", "#2e8b57", "#d2691e", "#8e44ad", "#c0392b", "#008b8b", "#b8860b", "#607080");

  private static final Pattern HEX = Pattern.compile("(#[0-9A-Fa-f]{6})([0-9A-Fa-f]{2})?");

  private Colors() {}

  /**
   * Returns a color in CSS syntax, {@code #RRGGBB}.
   *
   * @param color the color of the calendar; null or an invalid color selects a default color
   * @param index the index of the calendar
   */
  static String of(String color, int index) {
    var hex = HEX.matcher(color == null ? "" : color.strip());
    return hex.matches() ? hex.group(1) : OWN.get(index % OWN.size());
  }
}
