package caldavbackup.backup;

import caldavbackup.caldav.Member;
import java.time.Instant;

/**
 * One directory or file of a snapshot, independent of Plakar's record format.
 *
 * @param path absolute; {@code /} for the root
 * @param directory whether it is a directory
 * @param size the exact size in bytes; -1 when unknown
 * @param modified the time of the last change; 1970 when unknown
 * @param version a number that differs whenever the content may differ
 * @param member the object that is the content of the file; null for directories and other files
 */
public record SnapshotEntry(
    String path, boolean directory, long size, Instant modified, long version, Member member) {
  /** Creates an entry for a directory, or for a file that is not an object. */
  public SnapshotEntry(String path, boolean directory, long size, Instant modified, long version) {
    this(path, directory, size, modified, version, null);
  }

  static SnapshotEntry ofDirectory(String path) {
    return new SnapshotEntry(path, true, 0, Instant.EPOCH, 0);
  }

  /** The last segment of the path; {@code /} for the root. */
  public String name() {
    return path.equals("/") ? "/" : path.substring(path.lastIndexOf('/') + 1);
  }
}
