package caldavbackup.oauth;

import caldavbackup.text.Failure;
import caldavbackup.text.OwnerOnly;
import caldavbackup.text.UserFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One account's tokens in a file that only its owner can read. The file is replaced as a whole.
 * Only one writer changes it at a time: a lock excludes threads of this process, and a lock on a
 * file beside it excludes other processes.
 */
final class TokenFile implements TokenStore {
  private static final long LOOK_AGAIN_MILLIS = 20;

  /** File locks of the system work between processes only. Within one process they fail. */
  private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private final Path file;
  private final boolean isOurFolder;

  private TokenFile(Path file, boolean isOurFolder) {
    this.file = file.toAbsolutePath().normalize();
    this.isOurFolder = isOurFolder;
  }

  /** Returns the file that the user named. */
  static TokenFile at(Path file) {
    return new TokenFile(file, false);
  }

  /**
   * Returns the default file of an account, in the user's state folder.
   *
   * @param key identifies the account; the file name is a hash of it
   */
  static TokenFile ofUser(String key) throws IOException {
    Path state = UserFolder.STATE.place();
    if (state == null) {
      throw new IOException("neither XDG_STATE_HOME nor HOME is set");
    }
    return new TokenFile(state.resolve("tokens").resolve(Tokens.hash(key) + ".json"), true);
  }

  /** Returns the default file of an account; null when the user's folder is unknown. */
  static TokenFile ofUserOrNull(String key) {
    try {
      return ofUser(key);
    } catch (IOException e) {
      return null;
    }
  }

  Path file() {
    return file;
  }

  @Override
  public String place() {
    return file.toString();
  }

  /**
   * Returns the stored tokens. Tokens that a killed process wrote but did not move into place count
   * too, because the server may have revoked the older ones.
   */
  @Override
  public Tokens read() throws IOException {
    Tokens kept = readOrNone(file);
    Tokens written;
    try {
      written = readOrNone(next());
    } catch (IOException e) {
      written = Tokens.NONE; // not completely written
    }
    return written.obtained().isAfter(kept.obtained()) ? written : kept;
  }

  private static Tokens readOrNone(Path file) throws IOException {
    try {
      return Tokens.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Tokens.NONE;
    }
  }

  /**
   * Waits until no other writer changes the tokens.
   *
   * @throws Failure when another writer holds the lock for too long
   * @throws IOException when the file cannot be written
   */
  @Override
  public Lock lock(Duration patience) throws IOException {
    Path folder = file.getParent();
    Files.createDirectories(folder, OwnerOnly.FOLDER);
    if (isOurFolder) {
      OwnerOnly.restrict(folder);
    }
    ReentrantLock own = IN_THIS_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
    FileChannel channel = null;
    boolean isLocked = false;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      if (!own.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw inUse();
      }
      try {
        channel =
            FileChannel.open(
                beside(".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                OwnerOnly.FILE);
        FileLock lock = channel.tryLock();
        while (lock == null) {
          if (System.nanoTime() > deadline) {
            throw inUse();
          }
          Thread.sleep(LOOK_AGAIN_MILLIS);
          lock = channel.tryLock();
        }
        isLocked = true;
        return new FileHeld(own, channel);
      } finally {
        if (!isLocked) {
          own.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another process changes it", e);
    } finally {
      if (!isLocked && channel != null) {
        channel.close();
      }
    }
  }

  private Failure inUse() {
    return new Failure(
        Failure.Kind.SERVER,
        "another run has locked the tokens for too long: find the process that uses " + file);
  }

  private Path beside(String end) {
    return file.resolveSibling(file.getFileName() + end);
  }

  private Path next() {
    return beside(".new");
  }

  /** Returns null: under the lock no other process changes the file. */
  @Override
  public Tokens after(Tokens refused, boolean isRefused) {
    return null;
  }

  /** The right to change the file. */
  private final class FileHeld implements Lock {
    private final ReentrantLock own;
    private final FileChannel channel;

    private FileHeld(ReentrantLock own, FileChannel channel) {
      this.own = own;
      this.channel = channel;
    }

    /** Replaces the stored tokens. They are durable when this returns. */
    @Override
    public void write(Tokens tokens) throws IOException {
      Files.deleteIfExists(next());
      try (FileChannel out =
          FileChannel.open(
              next(),
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OwnerOnly.FILE)) {
        ByteBuffer bytes = ByteBuffer.wrap(tokens.toJson());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      OwnerOnly.replace(next(), file);
      try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close(); // releases the lock
      } finally {
        own.unlock();
      }
    }
  }
}
