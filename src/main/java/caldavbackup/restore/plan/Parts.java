package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.text.Failure;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** The parts of calendars that are made while objects are written: one step makes each. */
public final class Parts {
  private final Map<String, CompletableFuture<Calendar>> parts = new ConcurrentHashMap<>();

  /**
   * The part as another step has made it, waiting for that; null when the caller is to make it.
   *
   * @throws Failure when the other step could not
   */
  public Calendar await(Calendar part) throws Failure {
    CompletableFuture<Calendar> first = parts.putIfAbsent(part.url(), new CompletableFuture<>());
    try {
      return first == null ? null : first.get();
    } catch (ExecutionException e) {
      Failure failure = (Failure) e.getCause();
      throw new Failure(
          failure.kind(), "its calendar could not be made: " + failure.getMessage(), failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while waiting for the calendar");
    }
  }

  public void made(Calendar part, Calendar there) {
    parts.get(part.url()).complete(there);
  }

  public void failed(Calendar part, Failure failure) {
    parts.get(part.url()).completeExceptionally(failure);
  }
}
