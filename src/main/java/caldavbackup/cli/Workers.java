package caldavbackup.cli;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that wait for servers. They do not keep the process alive. */
final class Workers {
  private Workers() {}

  static ExecutorService create() {
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "caldav worker");
          thread.setDaemon(true);
          return thread;
        });
  }
}
