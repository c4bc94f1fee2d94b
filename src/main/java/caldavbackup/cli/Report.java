package caldavbackup.cli;

import caldavbackup.folder.ObjectKind;
import caldavbackup.folder.Progress;
import caldavbackup.text.Shown;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup or a restore shows its user: the progress, each problem, and at the end one line
 * for each calendar.
 */
final class Report implements Progress, AutoCloseable {
  private static final String MESSAGE = "message";

  private final Screen screen;
  private final OutputOptions output;
  private final int mostProblems;
  private final RunStatus status = new RunStatus(System::nanoTime);
  private final ProgressBar bar;
  private final ProgressJson json;
  private final Map<String, Tally> calendars = new TreeMap<>();
  private int problems;
  private boolean isTold;

  /**
   * Starts the report of a run.
   *
   * @param mostProblems how many problems get their own line; the caller reports where all are
   *     listed
   */
  Report(Screen screen, OutputOptions output, int mostProblems) {
    this.screen = screen;
    this.output = output;
    this.mostProblems = mostProblems;
    boolean isBar = output.progress() == OutputOptions.Progress.AUTO && screen.isTerminal();
    this.bar = isBar ? new ProgressBar(screen, status) : null;
    this.json =
        output.progress() == OutputOptions.Progress.JSON
            ? new ProgressJson(screen.err(), System::nanoTime)
            : null;
  }

  @Override
  public synchronized void calendar(String directory) {
    calendars.computeIfAbsent(directory, name -> new Tally());
  }

  @Override
  public synchronized void object(String calendar, ObjectKind kind, Outcome outcome) {
    calendars.computeIfAbsent(calendar, name -> new Tally()).add(kind, outcome);
  }

  @Override
  public synchronized void problem(String path, String sentence) {
    if (output.isJson()) {
      screen.out().println(line("problem", path, sentence));
    } else if (++problems <= mostProblems) {
      screen.err().println("KO " + path + ": " + sentence);
    }
  }

  @Override
  public synchronized void gone(String path, String sentence) {
    screen
        .out()
        .println(
            output.isJson() ? line("gone", path, sentence) : Shown.path(path) + ": " + sentence);
  }

  private static String line(String type, String path, String sentence) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    return new JsonLine(type).with("path", relative).with(MESSAGE, sentence).text();
  }

  @Override
  public boolean isForPrograms() {
    return output.isJson();
  }

  /** Replaces the counts of objects by a more detailed report. */
  synchronized void text(String report) {
    screen.out().println(report);
    isTold = true;
  }

  /** Suppresses the counts, because another report replaces them. */
  synchronized void isToldElsewhere() {
    isTold = true;
  }

  /** Ends the report. Only the counts may follow. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
    if (json != null) {
      json.end(status.snapshot());
    }
    if (!isTold) {
      calendars.forEach((calendar, tally) -> screen.out().println(line(calendar, tally)));
    }
  }

  private String line(String calendar, Tally tally) {
    return output.isJson()
        ? counts(new JsonLine("calendar").with("calendar", calendar), tally).text()
        : (calendar.isEmpty() ? "(this folder)" : calendar) + ": " + tally.text();
  }

  /**
   * Prints the summary in JSON; nothing in text output.
   *
   * @param failure why the run was incomplete, null on success
   */
  synchronized void summary(String failure) {
    if (output.isJson()) {
      Tally all = new Tally();
      calendars.values().forEach(all::add);
      JsonLine line =
          new JsonLine("summary")
              .with("complete", failure == null)
              .with(MESSAGE, failure)
              .with("calendars", calendars.size());
      screen.out().println(counts(line, all).text());
    }
  }

  private static JsonLine counts(JsonLine line, Tally tally) {
    line.with("events", tally.kept(ObjectKind.EVENT))
        .with("tasks", tally.kept(ObjectKind.TASK))
        .with("journals", tally.kept(ObjectKind.JOURNAL))
        .with("others", tally.kept(ObjectKind.OTHER));
    for (Outcome outcome : Outcome.values()) {
      line.with(Tally.word(outcome), tally.count(outcome));
    }
    return line;
  }

  private void changed(boolean isUrgent) {
    if (json != null) {
      json.tell(status.snapshot(), isUrgent);
    }
    if (bar != null && isUrgent) {
      bar.hurry();
    }
  }

  @Override
  public void calendars(int more) {
    status.calendars(more);
  }

  @Override
  public void expect(Phase phase, String calendar, long objects) {
    status.expect(phase, calendar, objects);
  }

  @Override
  public void turn(Phase phase, String calendar) {
    status.turn(phase, calendar);
    changed(false);
  }

  @Override
  public void done(Phase phase, String calendar, long objects) {
    status.done(phase, calendar, objects);
    changed(false);
  }

  @Override
  public void finish(Phase phase, String calendar) {
    status.finish(phase, calendar);
  }

  @Override
  public void retries() {
    status.retries();
  }

  @Override
  public void waits(Duration wait) {
    status.waits(wait);
    changed(true);
  }
}
