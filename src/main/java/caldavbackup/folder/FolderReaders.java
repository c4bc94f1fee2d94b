package caldavbackup.folder;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The threads that read and write files while the listing continues. */
final class FolderReaders implements AutoCloseable {
  private static final int AT_ONCE = 2;

  /** The number of queued tasks, each for several objects, before the listing must wait. */
  private static final int AHEAD = 32;

  private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
  private final Semaphore room = new Semaphore(AHEAD);

  /** Runs the task as soon as a thread is free. */
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

  /** Waits until all tasks are done. */
  void finish() throws InterruptedException {
    pool.shutdown();
    pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS);
  }

  /** Starts no further task, and waits for the running ones, because the caller writes next. */
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
