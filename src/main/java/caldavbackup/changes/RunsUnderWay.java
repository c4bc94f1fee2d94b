package caldavbackup.changes;

import caldavbackup.text.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.StateRepository;

/**
 * The active runs of this process that use a state store. Two runs of one account with the same
 * store would overwrite each other's index, and lose deletions. Safe for use by several threads.
 */
final class RunsUnderWay {
  private record Key(StateRepository<String, String> store, String origin) {}

  private final Map<Key, DeliveryRun> runs = new ConcurrentHashMap<>();

  /**
   * Notes that a run starts to use a store.
   *
   * @param store null for none, which any number of runs may use
   * @throws Failure when another run of the account uses it
   */
  void begin(DeliveryRun run, StateRepository<String, String> store) throws Failure {
    if (store != null && runs.putIfAbsent(new Key(store, run.origin()), run) != null) {
      throw Failure.incomplete(
          "another run backs up "
              + run.origin()
              + " with the same state store: start this run when the other has ended");
    }
  }

  /** Notes the end of a run. An unknown run is ignored. */
  void end(DeliveryRun run) {
    runs.values().removeIf(one -> one == run);
  }
}
