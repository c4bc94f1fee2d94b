package caldavbackup.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The progress of a run as JSON lines ({@code schema/progress.schema.json}): one when the phase or
 * calendar changes, one for each wait, otherwise one per second.
 */
final class ProgressJson {
  private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PrintStream err;
  private final LongSupplier clock;
  private String place = "";
  private long told;

  /** Prints lines to this stream. */
  ProgressJson(PrintStream err, LongSupplier clock) {
    this.err = err;
    this.clock = clock;
    this.told = clock.getAsLong() - EACH_NANOS;
  }

  /** Prints these numbers, unless a line was printed a moment ago and they are not urgent. */
  synchronized void tell(RunStatus.Snapshot now, boolean isUrgent) {
    String here = now.phase() + "/" + now.calendar();
    if (isUrgent || !here.equals(place) || clock.getAsLong() - told >= EACH_NANOS) {
      place = here;
      told = clock.getAsLong();
      String phase = now.phase() == null ? "discovering" : now.phase().name();
      err.println(line(phase.toLowerCase(Locale.ROOT), now));
    }
  }

  /** Prints the last line. */
  synchronized void end(RunStatus.Snapshot now) {
    err.println(line("done", now));
  }

  private static String line(String phase, RunStatus.Snapshot now) {
    return new JsonLine("progress")
        .with("phase", phase)
        .with("calendar", now.calendar().isEmpty() ? null : now.calendar())
        .with("done", now.done())
        .with("total", now.total())
        .with("calendars_listed", now.listed())
        .with("calendars", now.calendars())
        .with("elapsed_seconds", now.elapsed().toSeconds())
        .with("wait_seconds", (now.pause().toMillis() + 999) / 1000)
        .with("waits", now.waits())
        .with("waited_seconds", now.waited().toSeconds())
        .with("retries", now.retries())
        .text();
  }
}
