package caldavbackup.restore;

import caldavbackup.account.Failure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * One restore under way: the steps still to come, as many at a time as the account allows, and what
 * became of those done.
 */
final class RestoreRun implements Iterator<Step> {
  private static final int MOST_NAMED = 20;

  /** Objects under way together hold no more than this. */
  private static final int MOST_KIB = 16 << 10;

  private final Steps steps;
  private final Targets targets;
  private final Semaphore places;
  private final Semaphore room = new Semaphore(MOST_KIB);
  private final List<String> failures = new ArrayList<>();
  private int failed;
  private int done;

  RestoreRun(Iterator<Item> items, Targets targets, int concurrency) {
    this.steps = new Steps(items);
    this.targets = targets;
    this.places = new Semaphore(concurrency);
  }

  Targets targets() {
    return targets;
  }

  @Override
  public boolean hasNext() {
    return steps.hasNext();
  }

  /**
   * The next step, when there is a place for it: the stream waits while all are taken, and so does
   * Plakar.
   */
  @Override
  public Step next() {
    places.acquireUninterruptibly();
    Step step = steps.next();
    room.acquireUninterruptibly(kib(step));
    return step;
  }

  /** An object larger than all the room goes alone. */
  private static int kib(Step step) {
    byte[] bytes = step.item() == null ? null : step.item().bytes();
    return bytes == null ? 0 : Math.min(MOST_KIB, bytes.length >> 10);
  }

  /** A step is over; another may begin. */
  synchronized void done(Step step, String error) {
    room.release(kib(step));
    places.release();
    if (step.item() != null) {
      done++;
      if (error != null) {
        fail(step.item().path() + ": " + error);
      }
    } else if (error != null) {
      fail(step.folder().path() + ": " + error);
    }
  }

  private void fail(String line) {
    failed++;
    if (failures.size() < MOST_NAMED) {
      failures.add(line);
    }
  }

  /** Fails when anything failed, with how many and which. */
  synchronized void prove() throws Failure {
    if (failed > 0) {
      String more = failed > failures.size() ? "; and " + (failed - failures.size()) + " more" : "";
      throw Failure.incomplete(
          failed + " of " + done + " records failed: " + String.join("; ", failures) + more);
    }
  }
}
