package caldavbackup.folder;

import caldavbackup.text.OwnerOnly;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Maps paths of a backup to files in its folder, and manages incomplete files. */
final class FolderFiles {
  private final Path folder;
  private final Path normal;
  private final AtomicLong temporaries = new AtomicLong();

  FolderFiles(Path folder) {
    this.folder = folder;
    this.normal = folder.normalize();
  }

  /** Returns the file for a path; never outside of the folder. */
  Path place(String path) throws FolderException {
    Path place = normal.resolve(path.substring(1)).normalize();
    if (!place.startsWith(normal)) {
      throw new FolderException("the path " + path + " leads out of the folder");
    }
    return place;
  }

  /** Returns the directory of the calendar that a path belongs to; empty for files in the root. */
  static String calendarOf(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? "" : path.substring(1, slash);
  }

  /** Creates a directory if it does not exist. A new folder is accessible only to its owner. */
  void makeDirectory(Path directory) throws FolderException {
    try {
      boolean isNew = !Files.exists(folder);
      Files.createDirectories(directory);
      if (isNew && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        OwnerOnly.restrict(folder);
      }
    } catch (IOException e) {
      throw new FolderException(directory + " cannot be created: " + Reason.of(e));
    }
  }

  /** Returns a new file for incomplete content. */
  Path temporary() {
    return temporaryFolder().resolve(temporaries.incrementAndGet() + ".tmp");
  }

  void makeTemporaryFolder() throws FolderException {
    makeDirectory(temporaryFolder());
  }

  /** Removes incomplete files, also those of an earlier run that was killed. */
  void removeTemporaryFolder() throws FolderException {
    try {
      if (Files.isDirectory(temporaryFolder())) {
        removeTemporaries();
      }
    } catch (IOException e) {
      throw new FolderException(temporaryFolder() + " cannot be removed: " + Reason.of(e));
    }
  }

  private void removeTemporaries() throws IOException {
    try {
      Files.delete(temporaryFolder()); // usually empty; a look into it would need an open file
    } catch (DirectoryNotEmptyException e) {
      try (var left = Files.list(temporaryFolder())) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(temporaryFolder());
    }
  }

  /** Removes an incomplete file. If it cannot be removed, the next run removes it. */
  static void removeQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the caller reports a more serious failure
    }
  }

  /**
   * A folder beside the calendars, on the same device. To create each file first in its large
   * directory would double the cost.
   */
  private Path temporaryFolder() {
    return folder.resolve(StateFile.NAME + ".tmp.d");
  }
}
