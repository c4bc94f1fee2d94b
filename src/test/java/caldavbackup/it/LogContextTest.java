package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Observer;
import caldavbackup.observe.LogContext;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** What a log line has in its MDC while our routes are at work, and what the host's lines have. */
class LogContextTest {
  private static MDCAdapter before;

  private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();
  private WatchedHost host;

  /** The logger of the tests keeps no MDC. */
  @BeforeAll
  static void keepMdc() throws Exception {
    before = MDC.getMDCAdapter();
    setAdapter(new BasicMDCAdapter());
  }

  @AfterAll
  static void restoreMdc() throws Exception {
    setAdapter(before);
  }

  private static void setAdapter(MDCAdapter adapter) throws Exception {
    for (String name : List.of("MDC_ADAPTER", "mdcAdapter")) {
      try {
        Field field = MDC.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(null, adapter);
        return;
      } catch (NoSuchFieldException e) {
        // it is called so in another version
      }
    }
    throw new AssertionError("SLF4J keeps its adapter elsewhere");
  }

  @BeforeEach
  void start() throws Exception {
    MDC.clear();
    host = new WatchedHost(Map.of(), this::watch);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  /** What a log line of a request would have. */
  private void watch(DefaultCamelContext context) {
    context
        .getRegistry()
        .bind(
            "watcher",
            new Observer() {
              @Override
              public void request(String origin, String method, int status, Duration duration) {
                see(method);
              }
            });
  }

  private void see(String where) {
    seen.computeIfAbsent(where, key -> new ConcurrentSkipListSet<>())
        .add(MDC.get(LogContext.ACCOUNT) + " " + MDC.get(LogContext.CALENDAR));
  }

  @Test
  void a_sink_logs_with_account_and_calendar() {
    host.sink(exchange -> see("sink"));

    assertThat(host.backUp("alice").getException()).isNull();

    assertThat(seen.get("sink")).containsExactly(host.origin("alice@") + " /home/work/");
  }

  @Test
  void requests_log_with_account_and_calendar() {
    assertThat(host.backUp("bob").getException()).isNull();

    assertThat(seen.get("REPORT")).containsExactly(host.origin("") + " /home/work/");
    assertThat(seen.get("PROPFIND"))
        .containsExactlyInAnyOrder(
            host.origin("") + " /home/work/", host.origin("") + " null"); // discovery has none
  }

  @Test
  void a_restore_logs_with_account_and_calendar() {
    Exchange done =
        host.send(
            "direct:restore",
            Map.of(
                "account",
                "alice",
                CaldavConstants.CALENDAR,
                "work",
                CaldavConstants.NAME,
                "c.ics"),
            Ics.event("c", "Termin").getBytes(StandardCharsets.UTF_8));

    assertThat(done.getException()).isNull();
    assertThat(seen.get("PUT")).containsExactly(host.origin("alice@") + " /home/work/");
  }

  /** Waits are over on other threads. */
  @Test
  void no_thread_keeps_what_it_logged_with() throws Exception {
    MDC.put("hosts", "own");
    MDC.put(LogContext.CALENDAR, "its own");
    Map<String, String> own = Map.of("hosts", "own", LogContext.CALENDAR, "its own");

    assertThat(host.backUp("alice").getException()).isNull();
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(own);

    host.server.fault(FaultServer.times(1, FaultServer.halfThenBreak(207, "<multistatus")));
    assertThat(host.backUp("alice").getException()).isNull();
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(own);

    host.server.fault(FaultServer.answer(500, "text/plain", "no"));
    assertThat(host.backUp("alice").getException()).isNotNull();
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(own);
  }

  @Test
  void no_line_has_a_secret() {
    assertThat(host.backUp("alice").getException()).isNull();
    assertThat(host.backUp("bob").getException()).isNull();

    assertThat(seen).containsKey("REPORT");
    WatchedHost.secrets().forEach(secret -> assertThat(seen.toString()).doesNotContain(secret));
  }
}
