package caldavbackup.changes;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are killed: the next one repeats what was under way, and loses no deletion. */
class KilledRunTest {
  private HostOfChanges host;

  @BeforeEach
  void start() throws Exception {
    host = new HostOfChanges();
    host.calendar("work", "a", "b", "c");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private void run() {
    assertThat(host.run().getException()).isNull();
  }

  private static String path(Exchange exchange) {
    return exchange.getMessage().getHeader(CaldavConstants.PATH, String.class);
  }

  /** What a sink has after some runs: the last change of each path. */
  private final Map<String, String> has = new ConcurrentHashMap<>();

  private void take(Exchange exchange) {
    if ("deleted".equals(exchange.getMessage().getHeader(CaldavConstants.CHANGE))) {
      has.remove(path(exchange));
    } else {
      has.put(path(exchange), exchange.getMessage().getBody(String.class));
    }
  }

  /**
   * Runs, and gives what the store holds when the process is killed right after the nth message.
   */
  private MapStates killedAfter(int message) {
    AtomicInteger count = new AtomicInteger();
    MapStates[] left = new MapStates[1];
    host.sink(
        exchange -> {
          if (count.incrementAndGet() <= message) {
            take(exchange);
          }
          if (count.get() == message) {
            left[0] = ((MapStates) host.store()).copy();
          }
        });
    run();
    return left[0];
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_run_that_is_killed_between_sink_and_store_repeats_one_object(int message)
      throws Exception {
    host.store(killedAfter(message));
    host.sink(this::take);
    run();
    assertThat(host.delivered())
        .hasSize(3 - message + 1)
        .allMatch(one -> one.startsWith("updated"));
    assertThat(has).containsOnlyKeys("work/a.ics", "work/b.ics", "work/c.ics");
    run();
    assertThat(host.delivered()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void what_is_deleted_after_a_run_was_killed_is_told(int message) throws Exception {
    host.store(killedAfter(message));
    for (String name : List.of("a", "b", "c")) {
      host.remove("work", name);
    }
    host.put("work", "d", "new");
    host.sink(this::take);
    run();
    assertThat(has).containsOnlyKeys("work/d.ics");
    run();
    assertThat(host.delivered()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void a_run_that_is_killed_among_deletions_repeats_one_of_them(int message) throws Exception {
    host.sink(this::take);
    run();
    host.remove("work", "a");
    host.remove("work", "b");
    host.put("work", "c", "other");
    host.put("work", "d", "new");
    host.store(killedAfter(message));
    host.sink(this::take);
    run();
    assertThat(host.delivered()).hasSize(4 - message + 1);
    assertThat(has).containsOnlyKeys("work/c.ics", "work/d.ics");
    run();
    assertThat(host.delivered()).isEmpty();
  }

  @Test
  void a_deletion_is_told_after_one_run_was_killed_that_told_it_and_one_that_took_it_back()
      throws Exception {
    host.sink(this::take);
    run();
    host.remove("work", "a");
    host.remove("work", "b");
    host.store(killedAfter(2)); // the store knows that the sink was told of a
    host.put("work", "a", "made anew");
    host.store(killedAfter(1)); // the sink has it
    assertThat(has).containsKey("work/a.ics");
    host.remove("work", "a");
    host.sink(this::take);
    run();
    assertThat(has).containsOnlyKeys("work/c.ics");
    run();
    assertThat(host.delivered()).isEmpty();
  }

  @Test
  void a_deletion_is_told_when_the_store_kept_the_one_before() throws Exception {
    host.sink(this::take);
    run();
    host.remove("work", "b");
    AtomicInteger writes = new AtomicInteger();
    host.states().fails(key -> key.matches("write .*/b.ics") && writes.incrementAndGet() == 2);
    assertThat(host.run().getException()).hasMessageContaining("the state store cannot be");
    host.put("work", "b", "made anew");
    host.store(killedAfter(1));
    assertThat(has).containsKey("work/b.ics");
    host.remove("work", "b");
    host.sink(this::take);
    run();
    assertThat(has).containsOnlyKeys("work/a.ics", "work/c.ics");
  }

  @Test
  void a_gone_calendar_is_told_to_its_end_after_a_run_was_killed() throws Exception {
    host.calendar("home", "x", "y");
    host.sink(this::take);
    run();
    host.removeCalendar("home");
    host.store(killedAfter(1));
    host.sink(this::take);
    run();
    assertThat(has.keySet()).noneMatch(path -> path.startsWith("home/"));
    assertThat(host.manifest("home").at("/gone").asBoolean()).isTrue();
    run();
    assertThat(host.manifests()).containsOnlyKeys("work");
  }
}
