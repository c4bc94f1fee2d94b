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
 * Objects on their way from the server before Plakar asks for them: it opens one at a time, in
 * listing order, and every round trip it had to wait for would add to the whole.
 *
 * <p>The first object asked for comes alone; as long as the next ones asked for are those that
 * follow in the listing, more are read with each request, within a window of bytes; the next
 * request is sent as soon as no more than the last one gave are on their way or not taken, so two
 * may be under way. An object that is never asked for costs nothing but its part of one request.
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
   * Notes an object that may be asked for.
   *
   * @param ahead whether it is likely to be, so that it is worth reading before
   */
  public synchronized void expect(String path, Member member, boolean ahead) {
    Item item = new Item(positions++, path, member);
    byPath.put(path, item);
    if (ahead) {
      byPosition.put(item.position, item);
    }
  }

  /** Plakar is done with the object: it will not be asked for again. */
  public synchronized void forget(String path) {
    Item item = byPath.remove(path);
    if (item != null) {
      byPosition.remove(item.position);
      release(item, State.TAKEN);
      if (item.arrival != null) {
        item.arrival.complete(null); // whoever waits for it all the same
      }
    }
  }

  /** Whether the object has come, is at most so large, and can be taken without waiting. */
  public synchronized boolean isAtHand(String path, int mostBytes) {
    Item item = byPath.get(path);
    return item != null
        && item.state == State.READY
        && item.bytes != null
        && item.bytes.length <= mostBytes;
  }

  /**
   * Takes an object that is here already, when taking it is all that there is to do.
   *
   * @param mostBytes how large it may be
   * @return null when it is not here, is larger, or when it is time to {@linkplain #plan plan} what
   *     to read next
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

  /** The listing's word on the object. */
  public synchronized Member member(String path) throws Failure {
    return item(path).member;
  }

  /**
   * Says what to read next, now that this path is asked for.
   *
   * @return members of one calendar to read by one request, empty when nothing is to be read ahead
   */
  public synchronized List<Member> plan(String path) throws Failure {
    Item item = item(path);
    boolean foreseen = item.state == State.UNDER_WAY || item.state == State.READY;
    if (item.isLarge()) {
      return List.of(); // streamed through by itself, whatever comes before and after
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

  /** Whether so little is on its way or not taken that the next request is due. */
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

  /** Whether an object that came and has so many bytes may be kept. */
  public synchronized boolean hasRoom(Member member, long length) {
    Item item = underWay.get(member);
    return item != null
        && item.state == State.UNDER_WAY
        && heldBytes - item.weight() + length <= MAX_HELD_BYTES;
  }

  /** Keeps an object that came, or the reason why it did not. */
  public synchronized void keep(Member member, byte[] bytes, Failure failure) {
    Item item = underWay.remove(member);
    if (item == null || item.state != State.UNDER_WAY) {
      return; // forgotten meanwhile
    }
    release(item, State.LISTED);
    long weight = bytes == null ? 0 : bytes.length;
    // one that is larger than the listing let expect is read alone, streamed
    if (heldBytes + weight <= MAX_HELD_BYTES) {
      item.bytes = bytes;
      item.failure = failure;
      item.state = State.READY;
      hold(item, 1);
    }
    item.arrival.complete(null);
  }

  /** The request for these members is over; those that did not come are read alone. */
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
   * Takes an object, waiting for it when it is under way.
   *
   * @return its bytes; null when it must be read alone
   * @throws Failure when the server said why it does not give it
   */
  public byte[] take(String path) throws Failure {
    CompletableFuture<Void> arrival;
    synchronized (this) {
      Item item = item(path);
      arrival = item.state == State.UNDER_WAY ? item.arrival : null;
    }
    if (arrival != null) {
      await(path, arrival); // without the lock: others take theirs meanwhile
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
