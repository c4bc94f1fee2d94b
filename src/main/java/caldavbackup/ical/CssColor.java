package caldavbackup.ical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/** CSS colours: the COLOR property has their names as values (RFC 7986, section 5.9). */
final class CssColor {
  private static final Pattern LONG = Pattern.compile("#[0-9A-F]{6}([0-9A-F]{2})?");
  private static final Pattern SHORT = Pattern.compile("#[0-9A-F]{3,4}");

  private CssColor() {}

  /** Loads the names on first use. */
  private static final class Names {
    private static final Properties ALL = new Properties();

    static {
      try (InputStream in = CssColor.class.getResourceAsStream("/css-colors.properties")) {
        ALL.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Converts a colour to the form that calendars use.
   *
   * @param text a name in any case, {@code #RGB} or {@code #RRGGBB}, each optionally with an
   *     opacity; may be null
   * @return {@code #RRGGBB} or {@code #RRGGBBAA}; null if the text is not a colour
   */
  static String of(String text) {
    if (text == null) {
      return null;
    }
    String plain = text.strip().toUpperCase(Locale.ROOT);
    if (LONG.matcher(plain).matches()) {
      return text.strip(); // as written
    }
    if (SHORT.matcher(plain).matches()) {
      return plain.replaceAll("([0-9A-F])", "$1$1");
    }
    return Names.ALL.getProperty(plain.toLowerCase(Locale.ROOT));
  }
}
