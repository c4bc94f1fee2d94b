package caldavbackup.webdav;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An iterator over items that are read on demand. Null ends it. An I/O error becomes an {@link
 * UncheckedIOException}.
 */
public abstract class PullIterator<T> implements Iterator<T>, Closeable {
  private T next;
  private boolean ended;

  /** Reads the next item; null after the last one. */
  protected abstract T pull() throws IOException;

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = pull();
      } catch (IOException e) {
        ended = true;
        throw new UncheckedIOException(e);
      }
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T item = next;
    next = null;
    return item;
  }
}
