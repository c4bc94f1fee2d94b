package caldavbackup.changes;

import caldavbackup.text.Failure;
import java.time.Duration;

/**
 * Counts the messages that a host was handed and that are not over yet, which may be in a queue of
 * this process: so many at most, so that they fit into memory. Safe for use by several threads.
 */
final class UnderWay {
  private static final int MAX_MESSAGES = 500;

  /** So many failures in a row are no matter of single objects. */
  private static final int MAX_FAILURES = 3;

  private final String sink;
  private Duration patience = Duration.ofMinutes(5);
  private Failure end;
  private int count;
  private int over;
  private int failuresInRow;
  private boolean isSilent;

  /**
   * Nothing is under way.
   *
   * @param sink the endpoint that gets the objects
   */
  UnderWay(String sink) {
    this.sink = Endpoints.shown(sink);
  }

  /** Sets how long no message may be over while some are under way. */
  synchronized void patience(Duration other) {
    patience = other;
  }

  /**
   * A message is handed over as soon as there is room for it.
   *
   * @throws Failure when the run is at its end, or the sink is silent
   */
  synchronized void begin() throws Failure {
    await(MAX_MESSAGES - 1);
    require();
    count++;
  }

  /** The last message is handed over, whatever came before. */
  synchronized void beginLast() {
    count++;
  }

  /**
   * A message is over.
   *
   * @param isTaken whether the host took it
   * @param failure what went wrong, or null; it ends the run when the host took the message, or
   *     when it is one of several in a row
   */
  synchronized void over(boolean isTaken, Failure failure) {
    count--;
    over++;
    failuresInRow = isTaken ? 0 : failuresInRow + 1;
    if (failure != null && end == null) {
      if (isTaken) {
        end = failure;
      } else if (failuresInRow >= MAX_FAILURES) {
        end =
            new Failure(
                failure.kind(),
                failuresInRow
                    + " messages in a row were not taken, the last one: "
                    + failure.getMessage(),
                failure.getCause());
      }
    }
    notifyAll();
  }

  /**
   * Waits until all messages are over.
   *
   * @throws Failure when the run is at its end, or the sink is silent
   */
  synchronized void awaitAll() throws Failure {
    await(0);
    require();
  }

  /** Waits until all messages are over; false when the sink is silent. */
  synchronized boolean areAllOver() throws Failure {
    if (count > 0 && !isSilent) {
      isSilent = !isDown(0);
    }
    return count == 0;
  }

  private void await(int most) throws Failure {
    if (end == null && !isDown(most) && end == null) {
      isSilent = true;
      end =
          Failure.incomplete(
              sink
                  + " has not done with "
                  + count
                  + " messages, and with none for "
                  + patience.toMillis()
                  + " ms");
    }
  }

  /** Waits until so many are under way at most; false when the sink is silent before. */
  private boolean isDown(int most) throws Failure {
    long deadline = System.nanoTime() + patience.toNanos();
    int before = over;
    while (count > most) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure(Failure.Kind.CANCELLED, "interrupted");
      }
      if (over != before) {
        before = over;
        deadline = System.nanoTime() + patience.toNanos();
      }
    }
    return true;
  }

  /**
   * Lets the run go on.
   *
   * @throws Failure what ended it
   */
  synchronized void require() throws Failure {
    if (end != null) {
      throw end;
    }
  }

  /** Whether the run is at its end although there is more to do. */
  synchronized boolean isEnded() {
    return end != null;
  }
}
