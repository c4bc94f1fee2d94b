package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each query of the Grafana dashboard, asked of a real Prometheus that scrapes a host. */
class DashboardIT {
  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Pattern METER = Pattern.compile("\\bcaldav_\\w+");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client = HttpClient.newHttpClient();
  private WatchedHost host;
  private HttpServer metrics;
  private Process prometheus;
  private int port;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(PROMETHEUS), "prometheus is not installed");
    host =
        new WatchedHost(
            Map.of(), context -> context.getRegistry().bind("metricsRegistry", registry));
    metrics = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    metrics.createContext(
        "/metrics",
        exchange -> {
          byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    metrics.start();
    port = freePort();
    Path config = temp.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 200ms, scrape_timeout: 200ms}
        scrape_configs:
          - job_name: host
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(metrics.getAddress().getPort()));
    prometheus =
        new ProcessBuilder(
                PROMETHEUS.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + temp.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("log").toFile())
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    if (prometheus != null) {
      prometheus.destroyForcibly().waitFor();
    }
    if (metrics != null) {
      metrics.stop(0);
    }
    if (host != null) {
      host.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void each_query_of_the_dashboard_has_an_answer() throws Exception {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard().at("/panels")) {
      panel.at("/targets").forEach(target -> queries.add(target.at("/expr").asText()));
    }
    assertThat(queries).hasSizeGreaterThan(10);
    runs(); // meters that begin after the first scrape have no rate
    Await.until("Prometheus has scraped", () -> !answer("caldav_failures_total").isEmpty());
    runs();
    Await.until(
        "a change is seen",
        () -> !answer("sum(increase(caldav_failures_total[1m])) > 0").isEmpty());

    for (String query : queries) {
      for (String meter : METER.matcher(query).results().map(MatchResult::group).toList()) {
        assertThat(answer(meter)).as(meter).isNotEmpty();
      }
      JsonNode result = answer(query.replace("$account", ".*").replace("$__rate_interval", "1m"));
      assertThat(result).as(query).isNotEmpty();
      result.forEach(
          one -> assertThat(one.at("/value/1").asText()).as(query).isNotIn("NaN", "+Inf"));
    }
    assertThat(answer("sum(caldav_objects_total)").at("/0/value/1").asInt()).isEqualTo(4);
    assertThat(answer("time() - caldav_last_success_seconds").at("/0/value/1").asDouble())
        .isBetween(-5d, 600d);
    String account = dashboard().at("/templating/list/1/query/query").asText();
    assertThat(account).isEqualTo("label_values(caldav_duration_seconds_count, account)");
    assertThat(answer("caldav_duration_seconds_count").at("/0/metric/account").asText())
        .isEqualTo(host.origin("alice@"));
  }

  @Test
  void what_is_scraped_has_no_secret() throws Exception {
    assertThat(host.backUp("bob").getException()).isNull();
    runs();

    assertThat(registry.scrape()).contains("caldav_last_success_seconds");
    WatchedHost.secrets().forEach(secret -> assertThat(registry.scrape()).doesNotContain(secret));
  }

  /** One that is complete, and one that is not. */
  private void runs() {
    host.server.fault((exchange, body) -> false);
    assertThat(host.backUp("alice").getException()).isNull();
    host.quoteSecrets(500);
    assertThat(host.backUp("alice").getException()).isNotNull();
  }

  private static JsonNode dashboard() throws IOException {
    return JSON.readTree(Path.of("docs/grafana-dashboard.json").toFile());
  }

  private JsonNode answer(String query) throws Exception {
    assertThat(prometheus.isAlive()).as(() -> read(temp.resolve("log"))).isTrue();
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + port
                + "/api/v1/query?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
    try {
      String text =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      if (!text.startsWith("{")) {
        return JSON.createArrayNode(); // it is still starting
      }
      JsonNode answer = JSON.readTree(text);
      assertThat(answer.at("/status").asText()).as(text).isEqualTo("success");
      return answer.at("/data/result");
    } catch (IOException e) {
      return JSON.createArrayNode(); // it is still starting
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
