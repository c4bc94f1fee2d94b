package caldavbackup.http;

import caldavbackup.text.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.hc.core5.http.HttpHost;

/**
 * Limits the number of simultaneous requests to one host and port, across all accounts. Excess
 * requests wait and proceed in order of arrival.
 *
 * <p>Safe for use by several threads. A host without requests uses no memory.
 */
final class HostLimits {
  /** No limit. */
  static final HostLimits NONE = new HostLimits(0);

  private final int most;
  private final Map<String, Queue> queues = new ConcurrentHashMap<>();

  /**
   * Creates limits that are the same for each host.
   *
   * @param most the maximum number of simultaneous requests; 0 for no limit
   */
  HostLimits(int most) {
    this.most = most;
  }

  /** Returns whether requests are limited. */
  boolean isLimited() {
    return most > 0;
  }

  /**
   * Admits a request to a host. Waits while the maximum number is active.
   *
   * @param isOpen whether the request may still be sent; see {@link #wake}
   * @return a turn to close at the end of the request
   * @throws Failure of kind CANCELLED when {@code isOpen} returns false, or the thread is
   *     interrupted
   */
  Turn enter(HttpHost host, BooleanSupplier isOpen) throws Failure {
    if (!isLimited()) {
      return () -> {};
    }
    String key = key(host);
    Queue queue =
        queues.compute(
            key,
            (same, known) -> {
              Queue one = known == null ? new Queue() : known;
              one.users++;
              return one;
            });
    boolean isIn = false;
    try {
      queue.enter(isOpen);
      isIn = true;
      return () -> {
        queue.leave();
        forget(key);
      };
    } finally {
      if (!isIn) {
        forget(key);
      }
    }
  }

  private void forget(String key) {
    queues.computeIfPresent(key, (same, queue) -> --queue.users == 0 ? null : queue);
  }

  /** Makes all waiting requests check again whether they may still be sent. */
  void wake() {
    queues.values().forEach(Queue::wake);
  }

  /** The number of known hosts. */
  int size() {
    return queues.size();
  }

  private static String key(HttpHost host) {
    int port = host.getPort();
    int always = "http".equalsIgnoreCase(host.getSchemeName()) ? 80 : 443;
    return host.getHostName().toLowerCase(Locale.ROOT) + ":" + (port < 0 ? always : port);
  }

  /** A request in progress. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** The requests to one host. */
  private final class Queue {
    private final Deque<Object> waiting = new ArrayDeque<>();
    private int inside;

    /** Guarded by the map of queues. */
    private int users;

    synchronized void enter(BooleanSupplier isOpen) throws Failure {
      Object self = new Object();
      waiting.add(self);
      try {
        while (isOpen.getAsBoolean() && (inside >= most || waiting.peek() != self)) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure(
            Failure.Kind.CANCELLED, "the request was interrupted while it waited for its turn");
      } finally {
        waiting.remove(self);
        notifyAll();
      }
      if (!isOpen.getAsBoolean()) {
        throw AccountConnections.closed();
      }
      inside++;
    }

    synchronized void leave() {
      inside--;
      notifyAll();
    }

    synchronized void wake() {
      notifyAll();
    }
  }
}
