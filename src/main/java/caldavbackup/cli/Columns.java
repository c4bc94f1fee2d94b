package caldavbackup.cli;

import java.io.PrintStream;
import java.util.List;

/** Rows of words, one below the other. */
final class Columns {
  private static final String GAP = "  ";
  private static final int WIDEST = 40;

  private Columns() {}

  static void print(List<String> head, List<List<String>> rows, PrintStream out) {
    int[] widths = new int[head.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(head.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Math.min(WIDEST, width(row.get(i))));
      }
    }
    line(head, widths, out);
    rows.forEach(row -> line(row, widths, out));
  }

  private static void line(List<String> words, int[] widths, PrintStream out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String word = words.get(i).replaceAll("\\p{Cntrl}", "?");
      line.append(word);
      if (i < widths.length - 1) {
        line.append(" ".repeat(Math.max(0, widths[i] - width(word)))).append(GAP);
      }
    }
    out.println(line);
  }

  private static int width(String word) {
    return word.codePointCount(0, word.length());
  }
}
