package caldavbackup.text;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner may read, and atomic replacement of files. */
public final class OwnerOnly {
  /** The mode of a new file: 0600. */
  public static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** The mode of a new folder: 0700. */
  public static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnerOnly() {}

  /**
   * Creates a folder unless it exists, and restricts it to its owner in both cases.
   *
   * @throws IOException when the folder cannot be created, or belongs to another user
   * @throws UnsupportedOperationException when the file system does not support POSIX modes
   */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    restrict(folder);
  }

  /** Restricts a folder to its owner. */
  public static void restrict(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, FOLDER.value());
  }

  /**
   * Replaces a file atomically by a complete temporary file. Readers see the old or the new
   * content, never a part.
   *
   * @param temporary a file in the same file system; it no longer exists afterwards
   */
  public static void replace(Path temporary, Path file) throws IOException {
    try {
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system cannot replace a file as a whole", e);
    }
  }
}
