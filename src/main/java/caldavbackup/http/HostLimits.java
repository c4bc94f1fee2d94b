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
 * How many requests may be under way to one host and port at a time, whichever account they belong
 * to. Requests beyond that wait, and go in the order in which they came.
 *
 * <p>Safe for use by several threads. A host that no request asks for is forgotten.
 */
final class HostLimits {
  /** No limit. */
  static final HostLimits NONE = new HostLimits(0);

  private final int most;
  private final Map<String, Queue> queues = new ConcurrentHashMap<>();

  /**
   * Limits that are the same for each host.
   *
   * @param most requests at a time, 0 for no limit
   */
  HostLimits(int most) {
    this.most = most;
  }

  /** Whether requests are limited at all. */
  boolean isLimited() {
    return most > 0;
  }

  /**
   * Lets a request to a host begin; waits while as many as allowed are under way.
   *
   * @param isOpen whether the request may still be sent; see {@link #wake}
   * @return to be closed at the end of the request
   * @throws Failure of kind CANCELLED when {@code isOpen} says no, or the thread is interrupted
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

  /** Lets all requests that wait look again whether they may still be sent. */
  void wake() {
    queues.values().forEach(Queue::wake);
  }

  /** How many hosts are known. */
  int size() {
    return queues.size();
  }

  private static String key(HttpHost host) {
    int port = host.getPort();
    int always = "http".equalsIgnoreCase(host.getSchemeName()) ? 80 : 443;
    return host.getHostName().toLowerCase(Locale.ROOT) + ":" + (port < 0 ? always : port);
  }

  /** A request that is under way. */
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
            Failure.Kind.CANCELLED, "the request was interrupted while it waited for others");
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
