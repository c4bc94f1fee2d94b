package caldavbackup.folder;

import caldavbackup.text.OwnerOnly;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Where the files of a backup lie in its folder, and those that are not whole yet. */
final class FolderFiles {
  private final Path folder;
  private final Path normal;
  private final AtomicLong temporaries = new AtomicLong();

  FolderFiles(Path folder) {
    this.folder = folder;
    this.normal = folder.normalize();
  }

  /** Where a path lies in the folder; never outside of it. */
  Path place(String path) throws FolderException {
    Path place = normal.resolve(path.substring(1)).normalize();
    if (!place.startsWith(normal)) {
      throw new FolderException("the path " + path + " leads out of the folder");
    }
    return place;
  }

  /** The directory of the calendar that a path lies in; empty for what lies in the root. */
  static String calendarOf(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? "" : path.substring(1, slash);
  }

  /** Makes a directory unless it is there; a new folder is its user's alone. */
  void makeDirectory(Path directory) throws FolderException {
    try {
      boolean isNew = !Files.exists(folder);
      Files.createDirectories(directory);
      if (isNew && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        OwnerOnly.restrict(folder);
      }
    } catch (IOException e) {
      throw new FolderException(directory + " cannot be made: " + Reason.of(e));
    }
  }

  /** A new file for what is not whole yet. */
  Path temporary() {
    return temporaryFolder().resolve(temporaries.incrementAndGet() + ".tmp");
  }

  void makeTemporaryFolder() throws FolderException {
    makeDirectory(temporaryFolder());
  }

  /** Removes what is not whole, that of an earlier run that was killed too. */
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
      Files.delete(temporaryFolder()); // empty as a rule: looking into it would take an open file
    } catch (DirectoryNotEmptyException e) {
      try (var left = Files.list(temporaryFolder())) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(temporaryFolder());
    }
  }

  /** Removes a file that is not whole; one that cannot be removed goes with the next run. */
  static void removeQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // whoever calls has a worse thing to tell
    }
  }

  /**
   * Beside the calendars, on the same device: making each file in its large directory first would
   * cost as much again.
   */
  private Path temporaryFolder() {
    return folder.resolve(StateFile.NAME + ".tmp.d");
  }
}
