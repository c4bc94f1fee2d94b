package caldavbackup.text;

/**
 * Text that came from elsewhere, in a form that is safe on a terminal: one line, no control
 * characters, nothing that turns the direction of the text.
 */
public final class Shown {
  private static final char UNKNOWN = '\uFFFD';

  /** Marks above a letter take no column; so many characters fit into a column all the same. */
  private static final int MOST_IN_A_COLUMN = 3;

  private Shown() {}

  /** The whole text in one line. */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE / MOST_IN_A_COLUMN);
  }

  /**
   * The text in one line of at most so many columns; the end of a longer one is an ellipsis.
   *
   * <p>White space and control characters become one blank, format characters are dropped, and a
   * character that Unicode does not define becomes U+FFFD.
   */
  public static String of(String text, int columns) {
    StringBuilder line = new StringBuilder();
    int most = columns * MOST_IN_A_COLUMN;
    int count = 0;
    int width = 0;
    int fits = 0; // how much of the line leaves room for an ellipsis
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

  /** What stands for a character; negative for nothing. */
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
