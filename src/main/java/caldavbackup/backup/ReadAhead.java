package caldavbackup.backup;

import caldavbackup.caldav.Member;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Reads objects before Plakar requests them. Plakar opens one at a time, in the order of the
 * listing, and would wait for each round trip.
 *
 * <p>The first object is read alone. While requests follow the listing, each server request reads
 * more objects, within a limit of bytes. The next server request starts when no more objects than
 * in the last one are outstanding or not taken, so that two may be active. An object that is never
 * requested costs only its part of one server request.
 */
public final class ReadAhead {
  private static final long WINDOW_BYTES = 8L << 20;
  private static final long MAX_HELD_BYTES = 2 * WINDOW_BYTES;
  private static final long BATCH_BYTES = 1L << 20;
  private static final long LARGE_BYTES = 1L << 20;
  private static final long UNKNOWN_BYTES = 4096;
  private static final int MAX_OBJECTS = 250;
  private static final int GROWTH = 5;

  private enum State {
    LISTED,
    UNDER_WAY,
    READY,
    TAKEN
  }

  private static final class Item {
    private final long position;
    private final String path;
    private final Member member;
    private State state = State.LISTED;
    private CompletableFuture<Void> arrival;
    private byte[] bytes;
    private Failure failure;

    Item(long position, String path, Member member) {
      this.position = position;
      this.path = path;
      this.member = member;
    }

    boolean isLarge() {
      return member.length() >= LARGE_BYTES;
    }

    long weight() {
      return bytes != null ? bytes.length : member.length() < 0 ? UNKNOWN_BYTES : member.length();
    }
  }

  private final Map<String, Item> byPath = new HashMap<>();
  private final TreeMap<Long, Item> byPosition = new TreeMap<>();
  private final Map<Member, Item> underWay = new HashMap<>();
  private long positions;
  private long cursor = -1;
  private long heldBytes;
  private int held;
  private int step = 1;
  private boolean closed;

  /**
   * Notes an object that may be requested.
   *
   * @param ahead whether it probably will be, so that reading it ahead makes sense
   */
  public synchronized void expect(String path, Member member, boolean ahead) {
    Item item = new Item(positions++, path, member);
    byPath.put(path, item);
    if (ahead) {
      byPosition.put(item.position, item);
    }
  }

  /** Notes that Plakar will not request the object again. */
  public synchronized void forget(String path) {
    Item item = byPath.remove(path);
    if (item != null) {
      byPosition.remove(item.position);
      release(item, State.TAKEN);
      if (item.arrival != null) {
        item.arrival.complete(null); // releases a waiting caller
      }
    }
  }

  /** Returns whether the object is available, up to this size, without waiting. */
  public synchronized boolean isAtHand(String path, int mostBytes) {
    Item item = byPath.get(path);
    return item != null
        && item.state == State.READY
        && item.bytes != null
        && item.bytes.length <= mostBytes;
  }

  /**
   * Takes an object that is available, if nothing else must be done.
   *
   * @param mostBytes the maximum size
   * @return null when it is not available, is larger, or when {@link #plan} must choose what to
   *     read next
   */
  public synchronized byte[] takeAtHand(String path, int mostBytes) {
    if (closed || mayRequest() || !isAtHand(path, mostBytes)) {
      return null;
    }
    Item item = byPath.get(path);
    byte[] bytes = item.bytes;
    release(item, State.TAKEN);
    return bytes;
  }

  /** The entry of the object in the listing. */
  public synchronized Member member(String path) throws Failure {
    return item(path).member;
  }

  /**
   * Chooses what to read next, when this path is requested.
   *
   * @return members of one calendar for a single server request; empty when nothing is to be read
   *     ahead
   */
  public synchronized List<Member> plan(String path) throws Failure {
    Item item = item(path);
    boolean foreseen = item.state == State.UNDER_WAY || item.state == State.READY;
    if (item.isLarge()) {
      return List.of(); // streamed alone, independent of its neighbours
    }
    if (!foreseen && item.position != cursor) {
      step = 1;
      cursor = item.position + 1;
      return List.of();
    }
    if (!mayRequest()) {
      return List.of();
    }
    step = Math.min(step * GROWTH, MAX_OBJECTS);
    return batch();
  }

  /**
   * Returns whether few enough objects are outstanding or not taken for the next server request.
   */
  private boolean mayRequest() {
    return held <= step && heldBytes <= WINDOW_BYTES / 2;
  }

  private List<Member> batch() {
    List<Member> batch = new ArrayList<>();
    long bytes = 0;
    for (Item next : byPosition.tailMap(cursor).values()) {
      boolean otherCalendar =
          !batch.isEmpty() && !next.member.calendar().equals(batch.get(0).calendar());
      if (batch.size() == step || bytes >= BATCH_BYTES || otherCalendar) {
        break;
      }
      cursor = next.position + 1;
      if (next.state == State.LISTED && !next.isLarge()) {
        next.state = State.UNDER_WAY;
        next.arrival = new CompletableFuture<>();
        underWay.put(next.member, next);
        batch.add(next.member);
        hold(next, 1);
        bytes += next.weight();
      }
    }
    return batch;
  }

  /** Returns whether there is space for an object of this length that has arrived. */
  public synchronized boolean hasRoom(Member member, long length) {
    Item item = underWay.get(member);
    return item != null
        && item.state == State.UNDER_WAY
        && heldBytes - item.weight() + length <= MAX_HELD_BYTES;
  }

  /** Keeps an object that has arrived, or its failure. */
  public synchronized void keep(Member member, byte[] bytes, Failure failure) {
    Item item = underWay.remove(member);
    if (item == null || item.state != State.UNDER_WAY) {
      return; // forgotten in the meantime
    }
    release(item, State.LISTED);
    long weight = bytes == null ? 0 : bytes.length;
    // an object larger than the listing said is streamed alone
    if (heldBytes + weight <= MAX_HELD_BYTES) {
      item.bytes = bytes;
      item.failure = failure;
      item.state = State.READY;
      hold(item, 1);
    }
    item.arrival.complete(null);
  }

  /** Notes the end of the request for these members. Those that did not arrive are read alone. */
  public synchronized void finished(List<Member> batch) {
    for (Member member : batch) {
      Item item = underWay.remove(member);
      if (item != null) {
        release(item, State.LISTED);
        item.arrival.complete(null);
      }
    }
  }

  /**
   * Takes an object, after waiting for it if it is outstanding.
   *
   * @return its bytes; null when it must be read alone
   * @throws Failure when the server refused to return it
   */
  public byte[] take(String path) throws Failure {
    CompletableFuture<Void> arrival;
    synchronized (this) {
      Item item = item(path);
      arrival = item.state == State.UNDER_WAY ? item.arrival : null;
    }
    if (arrival != null) {
      await(path, arrival); // without the lock, so that other objects can be taken
    }
    synchronized (this) {
      Item item = item(path);
      if (closed) {
        throw new Failure(Failure.Kind.CANCELLED, "closed while reading " + path);
      }
      if (item.state != State.READY) {
        return null;
      }
      byte[] bytes = item.bytes;
      Failure failure = item.failure;
      release(item, State.TAKEN);
      if (bytes == null) {
        throw failure;
      }
      return bytes;
    }
  }

  /** Ends all waits. */
  public synchronized void close() {
    closed = true;
    underWay.values().forEach(item -> item.arrival.complete(null));
  }

  private static void await(String path, CompletableFuture<Void> arrival) throws Failure {
    try {
      arrival.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while reading " + path);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an arrival is only ever completed", e);
    }
  }

  private Item item(String path) throws Failure {
    Item item = byPath.get(path);
    if (item == null) {
      throw new Failure(Failure.Kind.OPTION, path + " was not listed in this run");
    }
    return item;
  }

  private void release(Item item, State state) {
    if (item.state == State.UNDER_WAY || item.state == State.READY) {
      hold(item, -1);
    }
    item.bytes = null;
    item.state = state;
  }

  private void hold(Item item, int sign) {
    held += sign;
    heldBytes += sign * item.weight();
  }
}
