package caldavbackup.text;

/**
 * Makes foreign text safe for a terminal: one line, without control characters and without
 * characters that change the text direction.
 */
public final class Shown {
  private static final char UNKNOWN = '\uFFFD';

  /** Combining marks take no column. This is the maximum number of characters per column. */
  private static final int MOST_IN_A_COLUMN = 3;

  private Shown() {}

  /** Returns the path of a record in one line, without its leading slash. */
  public static String path(String path) {
    String shown = of(path);
    return shown.length() > 1 && shown.startsWith("/") ? shown.substring(1) : shown;
  }

  /** Returns the whole text in one line. */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE / MOST_IN_A_COLUMN);
  }

  /**
   * Returns the text in one line, at most this many columns wide. A longer text ends with an
   * ellipsis.
   *
   * <p>White space and control characters become one space. Format characters are removed. A
   * character that Unicode does not define becomes U+FFFD.
   */
  public static String of(String text, int columns) {
    StringBuilder line = new StringBuilder();
    int most = columns * MOST_IN_A_COLUMN;
    int count = 0;
    int width = 0;
    int fits = 0; // the part of the line that leaves room for an ellipsis
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      int shown = shown(character);
      boolean isBlankAgain =
          shown == ' ' && (line.isEmpty() || line.charAt(line.length() - 1) == ' ');
      if (shown < 0 || isBlankAgain) {
        continue;
      }
      line.appendCodePoint(shown);
      width += DisplayWidth.of(shown);
      count++;
      if (width > columns || count > most) {
        line.setLength(fits);
        return line.toString().stripTrailing() + "…";
      }
      if (width < columns && count < most) {
        fits = line.length();
      }
    }
    return line.toString().stripTrailing();
  }

  /** Returns the replacement for a character; negative for none. */
  private static int shown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          ' ';
      case Character.FORMAT -> -1;
      case Character.SURROGATE, Character.UNASSIGNED -> UNKNOWN;
      default -> character;
    };
  }
}
