package caldavbackup.dav;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToLongFunction;

/** Reads ahead of its consumer on a thread of its own, up to a number of bytes; then the source waits. */
final class AheadIterator<T> extends PullIterator<T> {
  /** Where the items come from; null after the last. */
  interface Source<T> {
    T next() throws IOException;
  }

  private final long limit;
  private final ToLongFunction<T> weigh;
  private final Closeable resource;
  private final Deque<T> ready = new ArrayDeque<>();
  private long weight;
  private boolean ended;
  private boolean closed;
  private Throwable failure;

  AheadIterator(String name, long limit, Source<T> source, ToLongFunction<T> weigh, Closeable resource) {
    this.limit = limit;
    this.weigh = weigh;
    this.resource = resource;
    Thread thread = new Thread(() -> run(source), "caldav " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Source<T> source) {
    Throwable thrown = null;
    try {
      T item;
      do {
        item = source.next();
      } while (item != null && offer(item));
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (this) {
      failure = thrown;
      ended = true;
      notifyAll();
    }
  }

  private synchronized boolean offer(T item) {
    while (!closed && weight >= limit) {
      await();
    }
    ready.add(item);
    weight += weigh.applyAsLong(item);
    notifyAll();
    return !closed;
  }

  @Override
  protected synchronized T pull() throws IOException {
    while (ready.isEmpty() && !ended && !closed) {
      await();
    }
    T item = ready.poll();
    if (item != null) {
      weight -= weigh.applyAsLong(item);
      notifyAll();
      return item;
    }
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure != null) {
      throw new IOException(failure);
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    boolean readToEnd;
    synchronized (this) {
      closed = true;
      readToEnd = ended;
      notifyAll();
    }
    if (readToEnd) {
      resource.close(); // else the reading thread still uses it; the exchange's end closes the connection
    }
  }

  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    }
  }
}
