package caldavbackup.folder;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.caldav.Calendar;
import java.util.ArrayList;
import java.util.List;

/** Collects files of one calendar until one request can read them together. */
final class FileBatch {
  private static final int MAX_OBJECTS = 250;
  private static final long MAX_BYTES = 1L << 20;

  /** Larger files are read one by one, as streams. */
  private static final long LARGE_BYTES = 1L << 20;

  private List<SnapshotEntry> files = new ArrayList<>();
  private Calendar calendar;
  private long bytes;

  /** Returns whether the file must go into the next batch. */
  boolean isFullFor(SnapshotEntry file) {
    boolean isOther =
        file.member() != null && calendar != null && !calendar.equals(file.member().calendar());
    return isOther || files.size() == MAX_OBJECTS || bytes >= MAX_BYTES;
  }

  void add(SnapshotEntry file) {
    files.add(file);
    bytes += isLarge(file) ? 0 : Math.max(0, file.size());
    if (file.member() != null) {
      calendar = file.member().calendar();
    }
  }

  /** Returns the files and empties the batch. */
  List<SnapshotEntry> take() {
    List<SnapshotEntry> taken = files;
    files = new ArrayList<>();
    calendar = null;
    bytes = 0;
    return taken;
  }

  /** Returns whether the object must be read on its own. */
  static boolean isLarge(SnapshotEntry file) {
    return file.size() >= LARGE_BYTES;
  }
}
