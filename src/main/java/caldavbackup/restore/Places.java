package caldavbackup.restore;

import java.util.Iterator;
import java.util.concurrent.Semaphore;

/**
 * Objects that are written at one time: so many, and not more bytes than the memory has room for.
 */
final class Places implements Iterator<ObjectPlan> {
  /** Exchange property: the places. */
  static final String PROPERTY = "CamelCaldavPlaces";

  private static final int MOST_KIB = 16 << 10;

  private final Iterator<ObjectPlan> objects;
  private final Semaphore places;
  private final Semaphore room = new Semaphore(MOST_KIB);

  Places(Iterator<ObjectPlan> objects, int many) {
    this.objects = objects;
    this.places = new Semaphore(many);
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
    room.acquireUninterruptibly(kib(object));
    return object;
  }

  /** Another may come. */
  void leave(ObjectPlan object) {
    room.release(kib(object));
    places.release();
  }

  /** An object larger than all the room goes alone. */
  private static int kib(ObjectPlan object) {
    return Math.min(MOST_KIB, object.content().length() >> 10);
  }
}
