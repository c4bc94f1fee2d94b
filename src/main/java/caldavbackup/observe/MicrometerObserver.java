package caldavbackup.observe;

import caldavbackup.camel.Observer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts events in a Micrometer registry. The number of meters is limited: accounts beyond the
 * first {@code caldav.meters.accounts} share the tag {@code other}.
 *
 * <p>Safe for use by several threads.
 */
final class MicrometerObserver implements Observer {
  /** The name of the registry in camel-micrometer and its starters. */
  private static final String CAMELS_REGISTRY = "metricsRegistry";

  private static final String MAX_ACCOUNTS = "caldav.meters.accounts";
  private static final int DEFAULT = 1000;
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private static final String OTHER = "other";
  private static final Set<String> METHODS =
      Set.of(
          "PROPFIND",
          "REPORT",
          "GET",
          "HEAD",
          "OPTIONS",
          "PUT",
          "DELETE",
          "MKCALENDAR",
          "MKCOL",
          "PROPPATCH",
          "POST",
          "MOVE",
          "COPY");

  private final MeterRegistry registry;
  private final int mostAccounts;
  private final Set<String> accounts = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicLong> successes = new ConcurrentHashMap<>();

  MicrometerObserver(MeterRegistry registry, int mostAccounts) {
    this.registry = registry;
    this.mostAccounts = mostAccounts;
  }

  /**
   * Creates an observer for the registry of the context: Camel's own, otherwise the only one,
   * otherwise all combined.
   *
   * @return null when there is none
   */
  static Observer of(CamelContext context) {
    MeterRegistry found =
        context.getRegistry().lookupByNameAndType(CAMELS_REGISTRY, MeterRegistry.class);
    if (found == null) {
      found = context.getRegistry().findSingleByType(MeterRegistry.class);
    }
    Set<MeterRegistry> all =
        found == null ? context.getRegistry().findByType(MeterRegistry.class) : Set.of();
    if (!all.isEmpty()) {
      CompositeMeterRegistry together = new CompositeMeterRegistry();
      all.forEach(together::add);
      found = together;
    }
    return found == null ? null : new MicrometerObserver(found, mostAccounts(context));
  }

  private static int mostAccounts(CamelContext context) {
    String most =
        context.resolvePropertyPlaceholders("{{" + MAX_ACCOUNTS + ":" + DEFAULT + "}}").strip();
    if (most.matches("\\d{1,6}")) {
      return Integer.parseInt(most);
    }
    LOG.warn("property '{}' must be a number, not '{}': using {}", MAX_ACCOUNTS, most, DEFAULT);
    return DEFAULT;
  }

  /** The tag of the account, or the common one. */
  private String account(String origin) {
    if (accounts.contains(origin)) {
      return origin;
    }
    synchronized (accounts) {
      boolean isNamed =
          accounts.contains(origin) || accounts.size() < mostAccounts && accounts.add(origin);
      return isNamed ? origin : OTHER;
    }
  }

  @Override
  public void object(String origin, String change, long bytes) {
    String account = account(origin);
    registry
        .counter("caldav.objects", "account", account, "change", change == null ? "all" : change)
        .increment();
    registry.counter("caldav.bytes", "account", account).increment(bytes);
  }

  @Override
  public void request(String origin, String method, int status, Duration duration) {
    registry
        .timer(
            "caldav.requests",
            "method",
            METHODS.contains(method) ? method : OTHER,
            "status",
            status == 0 ? "none" : status >= 100 && status < 600 ? "" + status : OTHER)
        .record(duration);
  }

  @Override
  public void failure(String origin, String kind) {
    registry.counter("caldav.failures", "account", account(origin), "kind", kind).increment();
  }

  @Override
  public void run(String origin, boolean complete, Instant started, Duration duration) {
    String account = account(origin);
    registry
        .timer("caldav.duration", "account", account, "complete", String.valueOf(complete))
        .record(duration);
    if (complete) {
      long ended = started.plus(duration).toEpochMilli();
      successes.computeIfAbsent(account, one -> gauge(one, ended)).set(ended);
    }
  }

  private AtomicLong gauge(String account, long ended) {
    AtomicLong time = new AtomicLong(ended);
    TimeGauge.builder("caldav.last.success", time::get, TimeUnit.MILLISECONDS)
        .description("When the last complete backup of the account ended, in Unix time")
        .tag("account", account)
        .register(registry);
    return time;
  }
}
