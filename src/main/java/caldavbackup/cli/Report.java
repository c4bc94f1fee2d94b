package caldavbackup.cli;

import caldavbackup.folder.Progress;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Progress for people: a line that moves on a terminal, and at the end one line for each calendar.
 */
final class Report implements Progress, AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final Map<String, Map<Outcome, Integer>> calendars = new TreeMap<>();
  private final int mostProblems;
  private int problems;
  private boolean isTold;
  private int done;
  private long drawn;

  /**
   * Prints to these streams.
   *
   * @param mostProblems how many problems are worth a line; whoever has them all tells where
   */
  Report(PrintStream out, PrintStream err, boolean terminal, int mostProblems) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.mostProblems = mostProblems;
  }

  @Override
  public synchronized void file(String calendar, Outcome outcome) {
    calendars
        .computeIfAbsent(calendar, c -> new EnumMap<>(Outcome.class))
        .merge(outcome, 1, Integer::sum);
    done++;
    if (terminal && System.nanoTime() - drawn > REDRAW_NANOS) {
      drawn = System.nanoTime();
      out.print("\r" + calendar + ": " + done + " files\u001b[K");
      out.flush();
    }
  }

  @Override
  public synchronized void problem(String path, String sentence) {
    if (++problems <= mostProblems) {
      clearLine();
      err.println("KO " + path + ": " + sentence);
    }
  }

  /** A report that says more than a count of files does, and stands for it. */
  synchronized void text(String report) {
    clearLine();
    out.println(report);
    isTold = true;
  }

  @Override
  public synchronized void gone(String path, String sentence) {
    clearLine();
    out.println(path + ": " + sentence);
  }

  @Override
  public synchronized void close() {
    clearLine();
    if (!isTold) {
      calendars.forEach((calendar, counts) -> out.println(line(calendar, counts)));
    }
  }

  private void clearLine() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  private static String line(String calendar, Map<Outcome, Integer> counts) {
    StringBuilder line =
        new StringBuilder(calendar.isEmpty() ? "(this folder)" : calendar).append(": ");
    String comma = "";
    for (Map.Entry<Outcome, Integer> count : counts.entrySet()) {
      line.append(comma)
          .append(count.getValue())
          .append(' ')
          .append(count.getKey().name().toLowerCase(java.util.Locale.ROOT));
      comma = ", ";
    }
    return line.toString();
  }
}
