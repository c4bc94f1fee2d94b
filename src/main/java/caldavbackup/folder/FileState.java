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
 * @param kind what the object is; null for a file beside the objects, and for what an older version
 *     of this program wrote
 */
record FileState(Version version, long bytes, Proof proof, ObjectKind kind) {
  /** It could not be read: what is there from before stays, and is read again next time. */
  static final FileState UNREAD = new FileState(new Version(0, 0, -2), -1, null, null);

  /** The object was listed, and gone before it could be read. */
  static final FileState GONE = new FileState(new Version(0, 0, -3), -1, null, null);

  /** What tells two versions of a file apart. */
  record Version(long ino, long seconds, long size) {
    static Version of(SnapshotEntry entry) {
      return new Version(entry.version(), entry.modified().getEpochSecond(), entry.size());
    }

    /**
     * Compares as a record does; what Java makes for it would cost each start some milliseconds.
     */
    @Override
    public boolean equals(Object other) {
      return other instanceof Version version
          && ino == version.ino
          && seconds == version.seconds
          && size == version.size;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(ino);
    }
  }

  /** As {@link Version#equals}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FileState state
        && version.equals(state.version)
        && bytes == state.bytes
        && proof == state.proof
        && kind == state.kind;
  }

  @Override
  public int hashCode() {
    return version.hashCode();
  }

  /** Whether the object could not be read: {@link #UNREAD}, of any kind. */
  boolean isUnread() {
    return version.equals(UNREAD.version);
  }

  /** The same file, which is an object of this kind. */
  FileState with(ObjectKind known) {
    return kind == known ? this : new FileState(version, bytes, proof, known);
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
