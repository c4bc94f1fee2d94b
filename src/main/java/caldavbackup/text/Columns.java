package caldavbackup.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of words, one below the other, as wide as a terminal shows them. */
public final class Columns {
  private static final String GAP = "  ";
  private static final Pattern UNSHOWN =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  /** As wide as the longest name of a file; a longer word moves what follows it in its own row. */
  private static final int WIDEST = 255;

  private Columns() {}

  /** The rows below their head. */
  public static List<String> lines(List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(head.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Math.min(WIDEST, width(shown(row.get(i)))));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(head, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  /** A word and what is said of it, on as many lines of that width as it takes. */
  public static List<String> wrapped(String word, String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(word);
    for (String next : text.split(" ")) {
      if (width(line.toString()) + 1 + width(next) > width) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(width(word)));
      }
      line.append(' ').append(next);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A text that a terminal shows as it is, with blanks behind it up to that many columns. */
  public static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  private static String line(List<String> words, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String word = shown(words.get(i));
      line.append(word);
      if (i < widths.length - 1) {
        line.append(" ".repeat(Math.max(0, widths[i] - width(word)))).append(GAP);
      }
    }
    return line.toString();
  }

  /** Without what would move the cursor, or turn the direction of the text. */
  private static String shown(String word) {
    return UNSHOWN.matcher(word).replaceAll("?");
  }

  /** How many columns a terminal takes for a text without control characters. */
  public static int width(String word) {
    return DisplayWidth.of(word);
  }
}
