package caldavbackup.changes;

import caldavbackup.text.Failure;
import java.time.Duration;

/**
 * Counts the messages that a host has received but not completed, for example because they wait in
 * a queue of this process. Their number is limited, so that they fit into memory. Safe for use by
 * several threads.
 */
final class UnderWay {
  private static final int MAX_MESSAGES = 500;

  /** This many consecutive failures concern more than single objects. */
  private static final int MAX_FAILURES = 3;

  private final String sink;
  private Duration patience = Duration.ofMinutes(5);
  private Failure end;
  private int count;
  private int over;
  private int failuresInRow;
  private boolean isSilent;

  /**
   * Creates a count of zero.
   *
   * @param sink the endpoint that receives the objects
   */
  UnderWay(String sink) {
    this.sink = Endpoints.shown(sink);
  }

  /** Sets how long to wait for the completion of any message. */
  synchronized void patience(Duration other) {
    patience = other;
  }

  /**
   * Registers a message, after waiting until the limit allows it.
   *
   * @throws Failure when the run has ended, or the sink timed out
   */
  synchronized void begin() throws Failure {
    await(MAX_MESSAGES - 1);
    require();
    count++;
  }

  /** Registers the last message, regardless of limits and failures. */
  synchronized void beginLast() {
    count++;
  }

  /**
   * Notes that a message is complete.
   *
   * @param isTaken whether the host accepted it
   * @param failure the failure, or null; it ends the run if the host accepted the message, or if
   *     several messages failed in a row
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
                    + " consecutive messages were not accepted, the last one: "
                    + failure.getMessage(),
                failure.getCause());
      }
    }
    notifyAll();
  }

  /**
   * Waits until all messages are complete.
   *
   * @throws Failure when the run has ended, or the sink timed out
   */
  synchronized void awaitAll() throws Failure {
    await(0);
    require();
  }

  /** Waits until all messages are complete; false when the sink timed out. */
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
                  + " has not completed "
                  + count
                  + " messages, and completed none for "
                  + patience.toMillis()
                  + " ms");
    }
  }

  /** Waits until at most this many messages are incomplete; false when the sink timed out. */
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
   * Checks that the run continues.
   *
   * @throws Failure the failure that ended it
   */
  synchronized void require() throws Failure {
    if (end != null) {
      throw end;
    }
  }

  /** Returns whether the run has ended early. */
  synchronized boolean isEnded() {
    return end != null;
  }
}
