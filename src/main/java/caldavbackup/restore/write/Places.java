package caldavbackup.restore.write;

import caldavbackup.restore.plan.ObjectPlan;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Limits the objects that are written at the same time by number and by total size. */
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
   * Creates the places.
   *
   * @param many the number of objects at the same time
   * @param rate objects per second, 0 for no limit
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

  /** Returns the next object as soon as there is a place for it. */
  @Override
  public ObjectPlan next() {
    ObjectPlan object = objects.next();
    places.acquireUninterruptibly();
    weights.put(object, kib(object)); // the current size: the bytes may change during the restore
    room.acquireUninterruptibly(weights.get(object));
    for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
    next = Math.max(next, System.nanoTime() - nanosEach) + nanosEach;
    return object;
  }

  /** Frees the place of an object. */
  void leave(ObjectPlan object) {
    room.release(weights.remove(object));
    places.release();
  }

  /** Returns the weight of an object. An object that exceeds the total is written alone. */
  private static int kib(ObjectPlan object) {
    return Math.min(MAX_KIB, object.content().length() >> 10);
  }
}
