package caldavbackup.caldav.list;

import caldavbackup.webdav.PullIterator;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Reads ahead of its consumer on a thread of its own, up to a number of bytes; then the source
 * waits.
 */
final class AheadIterator<T> extends PullIterator<T> {
  /** Where the items come from; null after the last. */
  interface Source<T> {
    T next() throws IOException;
  }

  /** Waking the consumer for every item would cost more than the item. */
  private static final int TOGETHER = 64;

  private final long limit;
  private final ToLongFunction<T> weigh;
  private final Closeable resource;
  private final Deque<T> ready = new ArrayDeque<>();
  private long weight;
  private boolean ended;
  private boolean closed;
  private Throwable failure;

  AheadIterator(
      String name, long limit, Source<T> source, ToLongFunction<T> weigh, Closeable resource) {
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
      List<T> some = new ArrayList<>(TOGETHER);
      for (T item = source.next(); item != null; item = source.next()) {
        some.add(item);
        if (some.size() == TOGETHER) {
          if (!offer(some)) {
            break;
          }
          some = new ArrayList<>(TOGETHER);
        }
      }
      offer(some);
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (this) {
      failure = thrown;
      ended = true;
      notifyAll();
    }
  }

  private synchronized boolean offer(List<T> items) {
    while (!closed && weight >= limit) {
      await();
    }
    ready.addAll(items);
    items.forEach(item -> weight += weigh.applyAsLong(item));
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
      boolean wasFull = weight >= limit;
      weight -= weigh.applyAsLong(item);
      if (wasFull) {
        notifyAll();
      }
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
    // else the reading thread still uses it; the exchange's end closes the connection
    if (readToEnd) {
      resource.close();
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
