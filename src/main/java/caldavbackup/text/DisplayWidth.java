package caldavbackup.text;

/** Computes the number of terminal columns that a text occupies. */
final class DisplayWidth {
  /**
   * First and last code points of ranges that occupy two columns: East Asian Width W and F (Unicode
   * UAX 11).
   */
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, // Hangul, initial consonants
    {0x231A, 0x231B}, // watch, hourglass
    {0x23E9, 0x23EC}, // arrows of players
    {0x2614, 0x2615}, // umbrella, hot beverage
    {0x2648, 0x2653}, // zodiac
    {0x2705, 0x2705}, // check mark
    {0x274C, 0x274C}, // cross mark
    {0x2753, 0x2757}, // question and exclamation marks
    {0x2B50, 0x2B50}, // star
    {0x2E80, 0x303E}, // radicals, punctuation
    {0x3041, 0x4DBF}, // kana, Bopomofo, ideographs
    {0x4E00, 0xA4CF}, // ideographs, Yi
    {0xA960, 0xA97F}, // Hangul, more initial consonants
    {0xAC00, 0xD7A3}, // Hangul syllables
    {0xF900, 0xFAFF}, // compatibility ideographs
    {0xFE10, 0xFE19}, // vertical forms
    {0xFE30, 0xFE6F}, // compatibility and small forms
    {0xFF01, 0xFF60}, // full-width forms
    {0xFFE0, 0xFFE6}, // full-width signs
    {0x1F1E6, 0x1F1FF}, // letters of flags
    {0x1F300, 0x1F64F}, // pictures, faces
    {0x1F680, 0x1F6FF}, // transport
    {0x1F900, 0x1FAFF}, // more pictures
    {0x20000, 0x3FFFD}, // more ideographs
  };

  private DisplayWidth() {}

  /** The width of a text without control characters, in columns. */
  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  static int of(int character) {
    if (character < 0x300) { // the common case: no character of Latin-1 is wide
      return 1;
    }
    switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
        return 0;
      }
      default -> {
        boolean isInnerHangul = character >= 0x1160 && character <= 0x11FF;
        return isInnerHangul ? 0 : isWide(character) ? 2 : 1;
      }
    }
  }

  private static boolean isWide(int character) {
    for (int[] range : WIDE) {
      if (character <= range[1]) {
        return character >= range[0];
      }
    }
    return false;
  }
}
