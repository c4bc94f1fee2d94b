package caldavbackup.restore;

import caldavbackup.account.Failure;
import caldavbackup.account.Options;
import caldavbackup.dav.Calendar;
import caldavbackup.ical.ObjectSelection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
  private final ObjectSelection objects;
  private final Map<String, CompletableFuture<Calendar>> parts = new ConcurrentHashMap<>();
  private final Semaphore places;
  private final Semaphore room = new Semaphore(MOST_KIB);
  private final List<String> failures = new ArrayList<>();
  private int failed;
  private int done;

  RestoreRun(Iterator<Item> items, Targets targets, Options options) {
    this.steps = new Steps(items);
    this.targets = targets;
    this.places = new Semaphore(options.concurrency());
    this.objects = new ObjectSelection(options.components(), options.since(), options.until());
  }

  /**
   * The part of a calendar as another step has made it, waiting for that; null when the caller is
   * to make it.
   */
  Calendar awaitPart(Calendar part) throws Failure {
    CompletableFuture<Calendar> first = parts.putIfAbsent(part.url(), new CompletableFuture<>());
    return first == null ? null : Folder.await(first);
  }

  /** The part is there. */
  void madePart(Calendar part, Calendar made) {
    parts.get(part.url()).complete(made);
  }

  /** The part is not there, and why. */
  void failedPart(Calendar part, Failure failure) {
    parts.get(part.url()).completeExceptionally(failure);
  }

  /** Whether the user wants this object restored. */
  boolean wants(Item object) {
    return objects.wants(object.bytes());
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
