package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The parts of calendars that are made while objects are written: one step makes each. */
public final class Parts {
  private final Map<String, CompletableFuture<Calendar>> parts = new ConcurrentHashMap<>();

  /**
   * The part as another step has made it, waiting for that; null when the caller is to make it.
   *
   * @param most how long to wait; after that, the part counts as failed for all who want it
   * @throws Failure when the other step could not make it, or not in time
   */
  public Calendar await(Calendar part, Duration most) throws Failure {
    CompletableFuture<Calendar> first = parts.putIfAbsent(part.url(), new CompletableFuture<>());
    if (first == null) {
      return null;
    }
    try {
      return first.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      first.completeExceptionally(late(most));
      return await(part, most); // what was made at the last moment is good
    } catch (ExecutionException e) {
      Failure failure = (Failure) e.getCause();
      throw new Failure(
          failure.kind(), "its calendar could not be made: " + failure.getMessage(), failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while waiting for the calendar");
    }
  }

  private static Failure late(Duration most) {
    return new Failure(
        Failure.Kind.SERVER,
        "the server did not finish its answers within " + most.toSeconds() + " s");
  }

  /** The part is there; nothing changes for those whose time was up. */
  public void made(Calendar part, Calendar there) {
    parts.get(part.url()).complete(there);
  }

  /** The part could not be made. */
  public void failed(Calendar part, Failure failure) {
    parts.get(part.url()).completeExceptionally(failure);
  }
}
