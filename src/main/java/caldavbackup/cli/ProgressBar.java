package caldavbackup.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Shows the progress of a run on a terminal while it lasts. A run that takes less than half a
 * second shows nothing.
 */
final class ProgressBar implements Runnable, AutoCloseable {
  private static final long FIRST_MILLIS = 500;
  private static final long EACH_MILLIS = 100;
  private static final long WIDTH_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int USUAL_WIDTH = 80;

  private final Screen screen;
  private final RunStatus status;
  private boolean isUrgent;
  private boolean isClosed;
  private int width;
  private long asked;

  /** Starts the bar together with the run. */
  ProgressBar(Screen screen, RunStatus status) {
    this.screen = screen;
    this.status = status;
    Thread thread = new Thread(this, "caldav progress");
    thread.setDaemon(true);
    thread.start();
  }

  /** Shows the status without delay. */
  synchronized void hurry() {
    isUrgent = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      pause(FIRST_MILLIS);
      while (!isClosed()) {
        screen.show(StatusLine.of(status.snapshot(), width()));
        pause(EACH_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  /** Waits for this time, or until {@link #hurry} is called. */
  private synchronized void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime();
        left > 0 && !isUrgent && !isClosed;
        left = end - System.nanoTime()) {
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    }
    isUrgent = false;
  }

  /**
   * Returns the width of the terminal on stderr. The width is read again now and then, because it
   * may change.
   */
  private int width() throws InterruptedException {
    if (width == 0 || System.nanoTime() - asked > WIDTH_NANOS) {
      width = askWidth();
      asked = System.nanoTime();
    }
    return width;
  }

  private static int askWidth() throws InterruptedException {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size <&2 2>/dev/null")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      stty.getOutputStream().close();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor();
      int columns = Integer.parseInt(answer.strip().replaceFirst("^\\d+ ", ""));
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (IOException | NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }

  /** Removes the bar. */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    screen.close();
  }
}
