package caldavbackup.ical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/** Colours as CSS writes them: RFC 7986, section 5.9, takes their names for COLOR. */
final class CssColor {
  private static final Pattern LONG = Pattern.compile("#[0-9A-F]{6}([0-9A-F]{2})?");
  private static final Pattern SHORT = Pattern.compile("#[0-9A-F]{3,4}");

  private CssColor() {}

  /** The names are read only when there is one to look up. */
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
   * The colour in the form that calendars have it in.
   *
   * @param text a name in any case, {@code #RGB} or {@code #RRGGBB}, both perhaps with the opacity
   *     behind; null for none
   * @return {@code #RRGGBB} or {@code #RRGGBBAA}; null when it is no colour
   */
  static String of(String text) {
    if (text == null) {
      return null;
    }
    String plain = text.strip().toUpperCase(Locale.ROOT);
    if (LONG.matcher(plain).matches()) {
      return text.strip(); // as the program wrote it
    }
    if (SHORT.matcher(plain).matches()) {
      return plain.replaceAll("([0-9A-F])", "$1$1");
    }
    return Names.ALL.getProperty(plain.toLowerCase(Locale.ROOT));
  }
}
