package caldavbackup.restore.manifest;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Failures;
import caldavbackup.restore.plan.RestoreFile;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.text.Failure;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;

/**
 * The records that manifests describe, each object with its bytes. Requests run in parallel, as
 * many as the account has connections; memory holds no more records than that.
 *
 * <p>Not safe for use by several threads.
 */
final class ManifestRecords implements Iterator<RestoreFile> {
  /**
   * After this many consecutive failures to reach the endpoint, no more requests are sent to it.
   */
  private static final int MAX_UNREACHED = 3;

  /** Requests the bytes of an object. */
  interface Source {
    CompletableFuture<Exchange> ask(Manifest manifest, ManifestObject object);
  }

  /** A requested record. */
  private record Pending(ManifestObject object, String path, CompletableFuture<Exchange> answer) {}

  private final Source source;
  private final Iterator<Runnable> rest;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final Deque<RestoreFile> identities = new ArrayDeque<>();
  private final int atATime;
  private int unreached;

  /**
   * Creates the records of these manifests.
   *
   * @param atATime the number of objects that are requested in advance
   */
  ManifestRecords(List<Manifest> manifests, Source source, int atATime) {
    this.source = source;
    this.atATime = atATime;
    this.rest = manifests.stream().filter(one -> !one.isGone()).flatMap(this::steps).iterator();
  }

  private Stream<Runnable> steps(Manifest manifest) {
    String identity = "/" + manifest.directory() + "/" + CalendarFiles.IDENTITY;
    Runnable first =
        () -> identities.add(new RestoreFile(identity, false, manifest.identity(), null, null));
    return Stream.concat(
        Stream.of(first),
        manifest.objects().stream()
            .map(
                object ->
                    () ->
                        pending.add(
                            new Pending(
                                object, "/" + object.path(), source.ask(manifest, object)))));
  }

  @Override
  public boolean hasNext() {
    while (pending.size() < atATime && rest.hasNext()) {
      rest.next().run();
    }
    return !pending.isEmpty() || !identities.isEmpty();
  }

  /**
   * Returns the next record. If its bytes cannot be read or do not match the manifest, the record
   * contains the reason.
   *
   * @throws UncheckedIOException with the {@link Failure} if the endpoint does not respond
   */
  @Override
  public RestoreFile next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return identities.isEmpty() ? record(pending.remove()) : identities.remove();
  }

  private RestoreFile record(Pending one) {
    Exchange answer = one.answer().join();
    Exception thrown = answer.getException();
    if (thrown != null) {
      requireReached(thrown);
      return failed(one, "its bytes cannot be read: " + Failures.of(thrown).getMessage());
    }
    unreached = 0;
    byte[] bytes = answer.getMessage().getBody(byte[].class);
    String lack = ObjectBytes.lack(one.object(), bytes);
    return lack == null ? new RestoreFile(one.path(), false, bytes, null, null) : failed(one, lack);
  }

  private static RestoreFile failed(Pending one, String why) {
    return new RestoreFile(one.path(), false, null, why, null);
  }

  private void requireReached(Exception thrown) {
    boolean isNowhere = false;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      isNowhere |=
          t instanceof ResolveEndpointFailedException
              || t instanceof NoSuchEndpointException
              || t instanceof DirectConsumerNotAvailableException;
    }
    unreached = Failure.isUnreached(thrown) ? unreached + 1 : 0;
    if (isNowhere || unreached >= MAX_UNREACHED) {
      throw new UncheckedIOException(
          new Failure(
              Failure.Kind.SERVER,
              "nothing was written: the endpoint for the bytes, in "
                  + CaldavConstants.RESTORE_FROM
                  + " or caldav.restore.from, does not answer: "
                  + Failures.of(thrown).getMessage(),
              thrown));
    }
  }
}
