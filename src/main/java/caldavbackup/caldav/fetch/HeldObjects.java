package caldavbackup.caldav.fetch;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.http.WholeBody;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of one batch. A limited amount of their data is in memory; the rest is in one
 * temporary file. The user of the batch closes it ({@link CalendarObject#release}); otherwise the
 * JVM does when no object in it is reachable.
 */
final class HeldObjects {
  private static final long MAX_MEMORY = 8L << 20;

  private final List<CalendarObject> objects = new ArrayList<>();
  private long held;
  private FileChannel file;
  private boolean isFull;

  /**
   * Adds an object.
   *
   * @throws IOException when there is no space for it
   */
  void add(CalendarObject object) throws IOException {
    WholeBody data = object.data();
    if (data == null || data.isInMemory() && held + data.length() <= MAX_MEMORY) {
      held += data == null ? 0 : data.length();
      objects.add(object);
      return;
    }
    if (file == null && !data.isInMemory()) { // its file also takes the following objects
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

  /** Returns whether there was no space for an object. */
  boolean isFull() {
    return isFull;
  }

  /** Returns whether some object has data. */
  boolean isAnyRead() {
    return objects.stream().anyMatch(object -> object.data() != null);
  }

  /** All objects, in order of arrival. */
  List<CalendarObject> all() {
    return objects;
  }
}
