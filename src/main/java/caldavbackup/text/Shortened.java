package caldavbackup.text;

/** Shortens text to fit a line. */
public final class Shortened {
  private Shortened() {}

  /** The text, or its beginning and an ellipsis; at most {@code length} characters. */
  public static String to(int length, String text) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
    return text.substring(0, end) + "…";
  }
}
