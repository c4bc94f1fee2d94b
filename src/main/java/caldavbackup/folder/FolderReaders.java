package caldavbackup.folder;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The threads that read and write files, while the listing goes on. */
final class FolderReaders implements AutoCloseable {
  private static final int AT_ONCE = 2;

  /** So many tasks wait, each to read some objects; then the listing does. */
  private static final int AHEAD = 32;

  private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
  private final Semaphore room = new Semaphore(AHEAD);

  /** Does it as soon as a thread is free. */
  void execute(Runnable read) throws InterruptedException {
    room.acquire();
    pool.execute(
        () -> {
          try {
            read.run();
          } finally {
            room.release();
          }
        });
  }

  /** Waits until all is done. */
  void finish() throws InterruptedException {
    pool.shutdown();
    pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS);
  }

  /** Begins nothing more, and waits for what is being done: whoever is next writes, too. */
  @Override
  public void close() {
    pool.shutdownNow();
    try {
      pool.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
