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

/** Creates calendar parts while objects are written: one step creates each part. */
public final class Parts {
  private final Map<String, CompletableFuture<Calendar>> parts = new ConcurrentHashMap<>();

  /**
   * Waits for the part that another step creates. Returns null if the caller must create it.
   *
   * @param most the maximum wait; after that, the part counts as failed for all callers
   * @throws Failure if the other step could not create it, or not in time
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
      return await(part, most); // a part created at the last moment counts
    } catch (ExecutionException e) {
      Failure failure = (Failure) e.getCause();
      throw new Failure(
          failure.kind(), "its calendar could not be created: " + failure.getMessage(), failure);
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

  /** Records that the part exists. This does not change the result of calls that timed out. */
  public void made(Calendar part, Calendar there) {
    parts.get(part.url()).complete(there);
  }

  /** Records that the part could not be created. */
  public void failed(Calendar part, Failure failure) {
    parts.get(part.url()).completeExceptionally(failure);
  }
}
