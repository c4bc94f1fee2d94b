package caldavbackup.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Formats rows of words as columns, by their width on a terminal. */
public final class Columns {
  private static final String GAP = "  ";
  private static final Pattern UNSHOWN =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  /** The maximum length of a file name. A longer word shifts only its own row. */
  private static final int WIDEST = 255;

  private Columns() {}

  /** The rows, formatted, below their header. */
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

  /** A word and its description, wrapped at the given width. */
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

  /** Returns a printable text, padded with spaces to this many columns. */
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

  /** Replaces characters that move the cursor or change the text direction. */
  private static String shown(String word) {
    return UNSHOWN.matcher(word).replaceAll("?");
  }

  /** Returns the columns that a printable text takes on a terminal. */
  public static int width(String word) {
    return DisplayWidth.of(word);
  }
}
