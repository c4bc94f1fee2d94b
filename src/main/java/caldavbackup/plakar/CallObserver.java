package caldavbackup.plakar;

import caldavbackup.text.Failure;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.UncheckedIOException;

/**
 * The response stream to Plakar for use by routes: {@code onNext} waits while Plakar is not ready,
 * calls do not overlap, and the stream ends once.
 *
 * <p>The observer of gRPC itself would accept all messages at once and buffer them in memory.
 */
final class CallObserver<T> implements StreamObserver<T> {
  private final ServerCallStreamObserver<T> call;
  private boolean ended;
  private int sent;

  /**
   * Wraps the observer of a call. Create it inside the service method, while handlers may still be
   * set.
   */
  CallObserver(StreamObserver<T> observer, Runnable onCancel) {
    call = (ServerCallStreamObserver<T>) observer;
    call.setOnReadyHandler(this::wake);
    call.setOnCancelHandler(
        () -> {
          wake();
          onCancel.run();
        });
  }

  private synchronized void wake() {
    notifyAll();
  }

  @Override
  public synchronized void onNext(T message) {
    while (!call.isReady() && !call.isCancelled() && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw gone("interrupted while waiting for Plakar");
      }
    }
    if (call.isCancelled() || ended) {
      throw gone("Plakar has closed the call");
    }
    call.onNext(message);
    sent++;
  }

  /** The number of messages sent so far. */
  synchronized int sent() {
    return sent;
  }

  @Override
  public synchronized void onError(Throwable error) {
    if (!ended && !call.isCancelled()) {
      call.onError(error);
    }
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    if (!ended && !call.isCancelled()) {
      call.onCompleted();
    }
    ended = true;
    notifyAll();
  }

  private static UncheckedIOException gone(String why) {
    return new UncheckedIOException(new Failure(Failure.Kind.CANCELLED, why));
  }
}
