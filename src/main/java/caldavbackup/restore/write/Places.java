package caldavbackup.restore.write;

import caldavbackup.restore.plan.ObjectPlan;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Objects that are written at one time: so many, and not more bytes than the memory has room for.
 */
final class Places implements Iterator<ObjectPlan> {
  /** Exchange property: the places. */
  static final String PROPERTY = "CamelCaldavPlaces";

  private static final int MAX_KIB = 16 << 10;
  private static final long SECOND = 1_000_000_000L;

  private final Iterator<ObjectPlan> objects;
  private final Semaphore places;
  private final Semaphore room = new Semaphore(MAX_KIB);
  private final Map<ObjectPlan, Integer> weights = new ConcurrentHashMap<>();
  private final long nanosEach;
  private long next;

  /**
   * Lets through so many of the objects.
   *
   * @param many at one time
   * @param rate in a second, 0 for as many as come
   */
  Places(Iterator<ObjectPlan> objects, int many, int rate) {
    this.objects = objects;
    this.places = new Semaphore(many);
    this.nanosEach = rate == 0 ? 0 : SECOND / rate;
    this.next = System.nanoTime();
  }

  @Override
  public boolean hasNext() {
    return objects.hasNext();
  }

  /** The next object, as soon as there is a place for it. */
  @Override
  public ObjectPlan next() {
    ObjectPlan object = objects.next();
    places.acquireUninterruptibly();
    weights.put(object, kib(object)); // as it is now: an object may get other bytes on its way
    room.acquireUninterruptibly(weights.get(object));
    for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
    next = Math.max(next, System.nanoTime() - nanosEach) + nanosEach;
    return object;
  }

  /** Another may come. */
  void leave(ObjectPlan object) {
    room.release(weights.remove(object));
    places.release();
  }

  /** An object larger than all the room goes alone. */
  private static int kib(ObjectPlan object) {
    return Math.min(MAX_KIB, object.content().length() >> 10);
  }
}
