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

/** Files and folders that nobody but their user may read, and that are replaced as a whole. */
public final class OwnerOnly {
  /** The mode of a new file: 0600. */
  public static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** The mode of a new folder: 0700. */
  public static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnerOnly() {}

  /**
   * Makes a folder unless it is there, and shuts others out of it in either case.
   *
   * @throws IOException when it cannot be made, or belongs to somebody else
   * @throws UnsupportedOperationException when the file system knows no such modes
   */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    restrict(folder);
  }

  /** Shuts others out of a folder. */
  public static void restrict(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, FOLDER.value());
  }

  /**
   * Puts a file that is written to its end in the place of another: whoever looks finds the one or
   * the other, and never a part.
   *
   * @param temporary on the same file system; it is gone afterwards
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
