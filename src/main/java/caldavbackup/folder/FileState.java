package caldavbackup.folder;

import caldavbackup.backup.SnapshotEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The stored facts about one file of a backup.
 *
 * @param version the version that was written
 * @param bytes the number of bytes written, -1 if unknown
 * @param proof how the bytes were verified; null in files of older versions of this program
 * @param kind the kind of the object; null for other files, and in files of older versions of this
 *     program
 */
record FileState(Version version, long bytes, Proof proof, ObjectKind kind) {
  /** The file could not be read. Its earlier version stays, and the next run reads it again. */
  static final FileState UNREAD = new FileState(new Version(0, 0, -2), -1, null, null);

  /** The object was listed, but deleted before it was read. */
  static final FileState GONE = new FileState(new Version(0, 0, -3), -1, null, null);

  /** Distinguishes two versions of a file. */
  record Version(long ino, long seconds, long size) {
    static Version of(SnapshotEntry entry) {
      return new Version(entry.version(), entry.modified().getEpochSecond(), entry.size());
    }

    /** Same as the record's own method, which would cost each start some milliseconds. */
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

  /** Same as {@link Version#equals}. */
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
   * Returns whether the file exists as the server has it and as it was written. A file whose bytes
   * are not well verified is read again, because it must not stay unchanged forever.
   *
   * @param listed the version on the server
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
