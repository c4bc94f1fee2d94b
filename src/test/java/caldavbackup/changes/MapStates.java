package caldavbackup.changes;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.apache.camel.spi.StateRepository;

/** A state store in memory, which a test may look into, copy, and take away. */
final class MapStates implements StateRepository<String, String> {
  private final Map<String, String> states = new ConcurrentSkipListMap<>();
  private volatile Predicate<String> away = key -> false;

  @Override
  public void setState(String key, String value) {
    if (away.test("write " + key)) {
      throw new IllegalStateException("connection refused");
    }
    states.put(key, value);
  }

  @Override
  public String getState(String key) {
    if (away.test("read " + key)) {
      throw new IllegalStateException("connection refused");
    }
    return states.get(key);
  }

  /** What fails, by {@code "read <key>"} and {@code "write <key>"}. */
  void fails(Predicate<String> which) {
    away = which;
  }

  /** What a process that is killed now leaves behind. */
  MapStates copy() {
    MapStates copy = new MapStates();
    copy.states.putAll(states);
    return copy;
  }

  Map<String, String> all() {
    return states;
  }

  @Override
  public void start() {
    // it is there
  }

  @Override
  public void stop() {
    // it stays
  }
}
