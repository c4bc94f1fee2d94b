package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host that traces: each request is below its job, and no span shows a secret. */
class SpansTest {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetryTracer tracer = new OpenTelemetryTracer();
  private WatchedHost host;

  @BeforeEach
  void start() throws Exception {
    host = new WatchedHost(Map.of(), this::trace);
  }

  private void trace(DefaultCamelContext context) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
    context
        .getRegistry()
        .bind(
            "tracer",
            io.opentelemetry.api.trace.Tracer.class,
            OpenTelemetrySdk.builder().setTracerProvider(provider).build().getTracer("test"));
    tracer.init(context);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PROPFIND caldav-discover caldav-backup-account caldav-backup backup",
    "PROPFIND caldav-list caldav-backup-calendar caldav-backup-account caldav-backup backup",
    "REPORT caldav-fetch caldav-backup-calendar caldav-backup-account caldav-backup backup",
    "caldav-sink caldav-hand-over caldav-backup-calendar caldav-backup-account caldav-backup backup"
  })
  void each_step_is_below_the_backup(String wanted) {
    assertThat(host.backUp("alice").getException()).isNull();

    assertThat(spans.getFinishedSpanItems())
        .extracting(this::way)
        .anySatisfy(way -> assertThat(way.stream().distinct()).containsSequence(wanted.split(" ")));
    assertThat(spans.getFinishedSpanItems().stream().map(SpanData::getTraceId).distinct())
        .hasSize(1);
  }

  @Test
  void steps_that_are_left_out_leave_no_gap() {
    tracer.setExcludePatterns("direct:caldav-send*,direct:caldav-http,direct:caldav-converse");

    assertThat(host.backUp("alice").getException()).isNull();

    assertThat(spans.getFinishedSpanItems())
        .extracting(this::way)
        .anySatisfy(
            way ->
                assertThat(way.stream().distinct())
                    .containsExactly(
                        "REPORT",
                        "caldav-fetch",
                        "caldav-backup-calendar",
                        "caldav-backup-account",
                        "caldav-backup",
                        "backup"));
  }

  @Test
  void a_request_is_named_by_its_method_and_has_url_status_and_account() {
    assertThat(host.backUp("alice").getException()).isNull();

    assertThat(spans.getFinishedSpanItems())
        .filteredOn(span -> span.getName().equals("REPORT"))
        .singleElement()
        .satisfies(
            span ->
                assertThat(span.getAttributes().asMap())
                    .containsEntry(
                        AttributeKey.stringKey("http.url"),
                        "http://127.0.0.1:" + host.server.port() + "/home/work/")
                    .containsEntry(AttributeKey.stringKey("http.status_code"), "207")
                    .containsEntry(
                        AttributeKey.stringKey("caldav.account"), host.origin("alice@")));
  }

  @ParameterizedTest
  @CsvSource({"alice,500", "bob,500", "alice,401", "bob,403"})
  void no_span_shows_a_secret(String account, int status) {
    assertThat(host.backUp(account).getException()).isNull();
    host.quoteSecrets(status);
    assertThat(host.backUp(account).getException()).isNotNull();

    assertThat(spans.getFinishedSpanItems())
        .anyMatch(span -> span.getStatus().getStatusCode() == StatusCode.ERROR);
    String all = spans.getFinishedSpanItems().toString();
    assertThat(all).contains("" + status, "/home/");
    WatchedHost.secrets().forEach(secret -> assertThat(all).doesNotContain(secret));
  }

  /** The names of a span and of those above it. */
  private List<String> way(SpanData span) {
    Map<String, SpanData> byId =
        spans.getFinishedSpanItems().stream()
            .collect(Collectors.toMap(SpanData::getSpanId, one -> one));
    List<String> names = new ArrayList<>();
    for (SpanData one = span; one != null; one = byId.get(one.getParentSpanId())) {
      if (!one.getName().matches("caldav-(converse|http|send|send-once)")) {
        names.add(one.getName());
      }
    }
    return names;
  }
}
