package caldavbackup.caldav.fetch;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.http.WholeBody;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of one batch. So many bytes of them are held in memory; the data of all others lies
 * in one temporary file. Whoever is done with the batch closes it ({@link CalendarObject#release});
 * else the JVM does once nobody can reach an object in it.
 */
final class HeldObjects {
  private static final long MAX_MEMORY = 8L << 20;

  private final List<CalendarObject> objects = new ArrayList<>();
  private long held;
  private FileChannel file;
  private boolean isFull;

  /**
   * Takes an object.
   *
   * @throws IOException when there is no room for it
   */
  void add(CalendarObject object) throws IOException {
    WholeBody data = object.data();
    if (data == null || data.isInMemory() && held + data.length() <= MAX_MEMORY) {
      held += data == null ? 0 : data.length();
      objects.add(object);
      return;
    }
    if (file == null && !data.isInMemory()) { // its own file takes those that follow
      file = data.file();
      objects.add(object);
      return;
    }
    isFull = true;
    file = file == null ? WholeBody.temporary() : file;
    WholeBody moved = WholeBody.moved(data, file);
    isFull = false;
    objects.add(new CalendarObject(object.member(), moved, null, object.confirmed()));
  }

  /** Whether there was no room for an object. */
  boolean isFull() {
    return isFull;
  }

  /** Whether there is one with data. */
  boolean isAnyRead() {
    return objects.stream().anyMatch(object -> object.data() != null);
  }

  /** All of them, in the order in which they came. */
  List<CalendarObject> all() {
    return objects;
  }
}
