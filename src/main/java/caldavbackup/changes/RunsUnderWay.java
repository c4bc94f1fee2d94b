package caldavbackup.changes;

import caldavbackup.text.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.StateRepository;

/**
 * The runs of this process that use a store of states. Two runs of one account in one store would
 * overwrite each other's index, and lose deletions. Safe for use by several threads.
 */
final class RunsUnderWay {
  private record Key(StateRepository<String, String> store, String origin) {}

  private final Map<Key, DeliveryRun> runs = new ConcurrentHashMap<>();

  /**
   * A run begins to use a store.
   *
   * @param store null for none, which any number of runs may use
   * @throws Failure when another run of the account uses it
   */
  void begin(DeliveryRun run, StateRepository<String, String> store) throws Failure {
    if (store != null && runs.putIfAbsent(new Key(store, run.origin()), run) != null) {
      throw Failure.incomplete(
          "another run backs up "
              + run.origin()
              + " with the same store of states: begin this one when that is over");
    }
  }

  /** A run is over; nothing happens when it is not known. */
  void end(DeliveryRun run) {
    runs.values().removeIf(one -> one == run);
  }
}
