package caldavbackup.backup;

import caldavbackup.caldav.Member;
import java.time.Instant;

/**
 * One directory or file of a snapshot, before Plakar's own record is made of it.
 *
 * @param path absolute, {@code /} for the root
 * @param directory whether it is a directory
 * @param size exact size in bytes, -1 when unknown
 * @param modified when it was last changed, 1970 when unknown
 * @param version a number that differs whenever the content may differ
 * @param member the object whose bytes the file has; null for a directory, and for a file that is
 *     no object
 */
public record SnapshotEntry(
    String path, boolean directory, long size, Instant modified, long version, Member member) {
  /** A directory, or a file that is no object. */
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
