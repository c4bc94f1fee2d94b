package caldavbackup.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Allows only one backup into a folder at a time. The lock of a killed process disappears with the
 * process.
 */
final class FolderLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks the folder that contains the file.
   *
   * @throws FolderException when another process holds the lock
   */
  static FolderLock of(Path file) throws IOException, FolderException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean isLocked = false;
      try {
        isLocked = isLocked(channel);
      } finally {
        if (!isLocked) {
          channel.close();
        }
      }
      if (!isLocked) {
        throw new FolderException(
            "another backup into " + file.getParent() + " is running; wait until it ends");
      }
      if (Files.exists(file)) {
        return new FolderLock(file, channel);
      }
      channel.close(); // its last owner has just removed it
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the next run can lock it anyway
    }
  }
}
