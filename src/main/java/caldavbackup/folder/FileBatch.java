package caldavbackup.folder;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.caldav.Calendar;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of one calendar that are to be read, on their way to be as many as one request asks for.
 */
final class FileBatch {
  private static final int MAX_OBJECTS = 250;
  private static final long MAX_BYTES = 1L << 20;

  /** Larger ones are read alone, as streams. */
  private static final long LARGE_BYTES = 1L << 20;

  private List<SnapshotEntry> files = new ArrayList<>();
  private Calendar calendar;
  private long bytes;

  /** Whether the file is better read in another batch than in this one. */
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

  /** The files, which are in no batch from now on. */
  List<SnapshotEntry> take() {
    List<SnapshotEntry> taken = files;
    files = new ArrayList<>();
    calendar = null;
    bytes = 0;
    return taken;
  }

  /** Whether the object is to be read alone. */
  static boolean isLarge(SnapshotEntry file) {
    return file.size() >= LARGE_BYTES;
  }
}
