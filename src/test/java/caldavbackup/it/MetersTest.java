package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.Observer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host with a registry of Micrometer: what a backup does is counted. */
class MetersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private WatchedHost host;

  private void start(Map<String, String> placeholders) throws Exception {
    host =
        new WatchedHost(
            placeholders, context -> context.getRegistry().bind("metricsRegistry", registry));
  }

  @AfterEach
  void stop() {
    if (host != null) {
      host.close();
    }
  }

  private double count(String meter, String... tags) {
    return registry.get(meter).tags(tags).counter().count();
  }

  @Test
  void a_run_is_counted() throws Exception {
    start(Map.of());
    Instant before = Instant.now();
    assertThat(host.backUp("alice").getException()).isNull();

    String alice = host.origin("alice@");
    assertThat(count("caldav.objects", "account", alice, "change", "all")).isEqualTo(2);
    assertThat(count("caldav.bytes", "account", alice))
        .isEqualTo(host.server.objects("work").values().stream().mapToInt(String::length).sum());
    assertThat(
            registry
                .get("caldav.requests")
                .tags("method", "REPORT", "status", "207")
                .timer()
                .count())
        .isEqualTo(host.server.requests("REPORT"));
    assertThat(registry.find("caldav.requests").timers().stream().mapToLong(t -> t.count()).sum())
        .isEqualTo(host.server.requests().size());
    assertThat(
            registry
                .get("caldav.duration")
                .tags("account", alice, "complete", "true")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("caldav.last.success").tags("account", alice).timeGauge().value())
        .isBetween(before.toEpochMilli() / 1000 - 1d, Instant.now().toEpochMilli() / 1000 + 1d);
    assertThat(registry.find("caldav.failures").counters()).isEmpty();
  }

  @Test
  void changes_are_counted_by_their_kind() throws Exception {
    start(Map.of("caldav.state", "states"));
    host.context.getRegistry().bind("states", new MemoryStateRepository());
    assertThat(host.backUp("alice").getException()).isNull();
    host.server.objects("work").remove("a.ics");
    host.server.calendar("work", "c");
    assertThat(host.backUp("alice").getException()).isNull();

    assertThat(count("caldav.objects", "change", "created")).isEqualTo(3);
    assertThat(count("caldav.objects", "change", "deleted")).isEqualTo(1);
  }

  @Test
  void what_fails_is_counted_by_its_kind() throws Exception {
    start(Map.of());
    String alice = host.origin("alice@");
    host.sink(
        exchange -> {
          throw new IllegalStateException("full");
        });
    assertThat(host.backUp("alice").getException()).isNotNull();
    assertThat(count("caldav.failures", "account", alice, "kind", "sink")).isEqualTo(2);
    assertThat(count("caldav.failures", "account", alice, "kind", "incomplete")).isEqualTo(1);
    assertThat(
            registry
                .get("caldav.duration")
                .tags("account", alice, "complete", "false")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(registry.find("caldav.last.success").gauges()).isEmpty();

    host.sink(exchange -> {});
    host.server.fault(FaultServer.onMultiget(FaultServer.answer(403, "text/plain", "no")));
    assertThat(host.backUp("alice").getException()).isNull(); // read one by one
    host.server.fault(FaultServer.answer(401, "text/plain", "no"));
    assertThat(host.backUp("alice").getException()).isNotNull();
    assertThat(count("caldav.failures", "account", alice, "kind", "sign_in")).isEqualTo(1);
  }

  @Test
  void an_object_that_cannot_be_read_is_counted() throws Exception {
    start(Map.of());
    host.server.fault(
        (exchange, body) ->
            (body.contains("calendar-multiget") || exchange.getRequestMethod().equals("GET"))
                && FaultServer.answer(403, "text/plain", "no").answer(exchange, body));

    host.backUp("alice");

    assertThat(count("caldav.failures", "kind", "object")).isEqualTo(2);
  }

  @Test
  void a_server_that_is_away_is_counted_as_no_status() throws Exception {
    start(Map.of("caldav.accounts.away.location", "caldav+http://127.0.0.1:1/"));

    assertThat(host.backUp("away").getException()).isNotNull();

    assertThat(registry.get("caldav.requests").tags("status", "none").timer().count()).isPositive();
    assertThat(count("caldav.failures", "kind", "server")).isEqualTo(1);
  }

  @Test
  void accounts_beyond_the_limit_are_one() throws Exception {
    start(Map.of("caldav.meters.accounts", "1"));
    assertThat(host.backUp("alice").getException()).isNull();
    assertThat(host.backUp("bob").getException()).isNull();
    assertThat(host.backUp("alice").getException()).isNull();

    assertThat(count("caldav.objects", "account", host.origin("alice@"))).isEqualTo(4);
    assertThat(count("caldav.objects", "account", "other")).isEqualTo(2);
    assertThat(registry.find("caldav.last.success").gauges()).hasSize(2);
  }

  @Test
  void several_registries_all_count() throws Exception {
    MeterRegistry one = new SimpleMeterRegistry();
    MeterRegistry two = new CompositeMeterRegistry();
    ((CompositeMeterRegistry) two).add(registry);
    host =
        new WatchedHost(
            Map.of(),
            context -> {
              context.getRegistry().bind("one", one);
              context.getRegistry().bind("two", two);
            });
    assertThat(host.backUp("alice").getException()).isNull();
    assertThat(one.get("caldav.objects").counter().count()).isEqualTo(2);
    assertThat(count("caldav.objects")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "bob"})
  void no_meter_shows_a_secret(String account) throws Exception {
    start(Map.of());
    assertThat(host.backUp(account).getException()).isNull();
    host.quoteSecrets(500);
    assertThat(host.backUp(account).getException()).isNotNull();

    List<String> all = new ArrayList<>();
    registry.forEachMeter(
        meter -> {
          all.add(meter.getId().getName());
          meter.getId().getTags().stream().map(Tag::toString).forEach(all::add);
        });
    assertThat(all).contains("caldav.failures");
    WatchedHost.secrets()
        .forEach(secret -> assertThat(all).noneMatch(text -> text.contains(secret)));
  }

  /** A registry whose limits are reached, for example, throws. */
  @Test
  void an_observer_that_fails_fails_no_backup() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    Observer broken =
        new Observer() {
          @Override
          public void request(String origin, String method, int status, Duration duration) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void run(String origin, boolean complete, Instant started, Duration duration) {
            told.add(origin + " " + complete);
          }
        };
    host = new WatchedHost(Map.of(), context -> context.getRegistry().bind("broken", broken));

    Exchange done = host.backUp("alice");

    assertThat(done.getException()).isNull();
    assertThat(told).containsExactly(host.origin("alice@") + " true");
  }

  /** Micrometer is optional: nothing of it is loaded where it is not. */
  @Test
  void a_backup_does_without_micrometer() throws Exception {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    List<URL> left = new ArrayList<>(List.of(new File("target/test-classes").toURI().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!new File(entry).getName().matches("micrometer.*|camel-(telemetry|health).*")) {
        left.add(new File(entry).toURI().toURL());
      }
    }
    try (FaultServer server = FaultServer.start().calendar("work", "a");
        URLClassLoader loader =
            new URLClassLoader(left.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      current.setContextClassLoader(loader);
      Map<String, String> options = new TreeMap<>();
      options.put("location", server.location());
      Object objects =
          loader
              .loadClass(SmallHost.class.getName())
              .getMethod("backUp", Map.class)
              .invoke(null, options);
      assertThat(objects).isEqualTo(server.objects("work").toString());
    } finally {
      current.setContextClassLoader(before);
    }
  }
}
