package caldavbackup.folder;

import caldavbackup.backup.SnapshotEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What is known of one file of a backup.
 *
 * @param version the version that was written
 * @param bytes how many bytes that were, -1 when nobody knows
 * @param proof how they were proved; null for what an older version of this program wrote
 */
record FileState(Version version, long bytes, Proof proof) {
  /** It could not be read: what is there from before stays, and is read again next time. */
  static final FileState UNREAD = new FileState(new Version(0, 0, -2), -1, null);

  /** The object was listed, and gone before it could be read. */
  static final FileState GONE = new FileState(new Version(0, 0, -3), -1, null);

  /** What tells two versions of a file apart. */
  record Version(long ino, long seconds, long size) {
    static Version of(SnapshotEntry entry) {
      return new Version(entry.version(), entry.modified().getEpochSecond(), entry.size());
    }
  }

  /**
   * Whether the file is there as the server has it and as it was written. One whose bytes were not
   * well proved is read again: it must not be called unchanged for ever.
   *
   * @param listed the version that the server has
   */
  boolean isUnchanged(Version listed, Path file) {
    if (!version.equals(listed) || !Proof.isEnough(proof)) {
      return false;
    }
    try {
      BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
      return there.isRegularFile() && (bytes < 0 || bytes == there.size());
    } catch (IOException e) {
      return false;
    }
  }
}
