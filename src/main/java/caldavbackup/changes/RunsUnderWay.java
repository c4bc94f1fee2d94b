package caldavbackup.changes;

import caldavbackup.options.Durations;
import caldavbackup.states.Lease;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.StateRepository;

/**
 * The runs that use a state store. Two runs of one account in one store would overwrite each
 * other's index, and lose deletions: this context's are known here, and those of other processes by
 * a {@link Lease}, where the store is atomic. Safe for use by several threads.
 */
final class RunsUnderWay {
  /** How long a run that does not renew its lease is taken for alive; 0 for no leases. */
  static final String LEASE = "caldav.state.lease";

  private record Key(StateRepository<String, String> store, String origin) {}

  private final Map<Key, DeliveryRun> runs = new ConcurrentHashMap<>();
  private final Map<DeliveryRun, Lease> leases = new ConcurrentHashMap<>();

  /**
   * A run begins to use a store. When a run of another process was killed, this waits until its
   * lease is over.
   *
   * @param store null for none, which any number of runs may use
   * @return the account's part of the store
   * @throws Failure when another run of the account uses it
   */
  States begin(DeliveryRun run, Store store, CamelContext context) throws Failure {
    if (store == null) {
      return new States(null, run.origin(), null);
    }
    if (runs.putIfAbsent(new Key(store.repository(), run.origin()), run) != null) {
      throw isUnderWay(run);
    }
    Duration life = life(context);
    if (!store.isAtomic() || life.isZero()) {
      return new States(store, run.origin(), null);
    }
    String key = "caldav-lease:" + Store.encoded(run.origin());
    Lease lease;
    try {
      lease = Lease.take(store, key, life, Duration.ZERO, () -> !context.isStopped());
    } catch (Failure e) {
      throw e.ofRun();
    }
    if (lease == null) {
      throw isUnderWay(run);
    }
    leases.put(run, lease);
    return new States(store, run.origin(), lease);
  }

  private static Failure isUnderWay(DeliveryRun run) {
    return Failure.incomplete(
        "another run backs up "
            + run.origin()
            + " with the same state store: start this run when the other has ended");
  }

  private static Duration life(CamelContext context) throws Failure {
    String text = context.resolvePropertyPlaceholders("{{" + LEASE + ":30s}}");
    Duration life = text.strip().equals("0") ? Duration.ZERO : Durations.parse(text.strip());
    if (life == null) {
      throw Failure.option(
          "the property " + LEASE + " is '" + text + "': give a duration, such as 30s, or 0");
    }
    return life;
  }

  /** Notes the end of a run. An unknown run is ignored. */
  void end(DeliveryRun run) {
    Lease lease = leases.remove(run);
    if (lease != null) {
      lease.close();
    }
    runs.values().removeIf(one -> one == run);
  }
}
