package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BacklogTracer;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever watches an application with Kamelets sees no password, also one with odd characters. */
class ObservedKameletsIT {
  private static final String PASSWORD = "#Mark3d&P4ss?w0rd";
  private static final String SEEN = "Mark3d";
  private static final String AUTHORIZATION =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("alice:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  private final CountDownLatch received = new CountDownLatch(1);
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final PrintStream before = System.err;
  private DefaultCamelContext host;
  private FaultServer server;
  private String signIn;

  @BeforeEach
  void start() throws Exception {
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    server = FaultServer.start().calendar("work", "a");
    server.fault(
        (exchange, body) ->
            !AUTHORIZATION.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && FaultServer.answer(401, "text/plain", "no").answer(exchange, body));
    signIn = "server=" + server.location() + "&username=alice&password={{alice.password}}";
    host = new DefaultCamelContext();
    host.getPropertiesComponent().addInitialProperty("caldav.retry.delay", "1");
    host.getPropertiesComponent().addInitialProperty("alice.password", "RAW(" + PASSWORD + ")");
    // Camel's own tracer shows the URI of whatever endpoint an application consumes from
    host.getPropertiesComponent()
        .addInitialProperty("camel.kamelet.caldav-source.password", PASSWORD);
    host.setTracing(true);
    host.setBacklogTracing(true);
    host.setMessageHistory(true);
    ManagementAgent agent = host.getManagementStrategy().getManagementAgent();
    agent.setRegisterRoutesCreateByKamelet(true);
    agent.setRegisterRoutesCreateByTemplate(true);
  }

  @AfterEach
  void stop() {
    host.stop();
    server.close();
    System.setErr(before);
  }

  @Test
  void a_run_and_one_that_fails() throws Exception {
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("kamelet:caldav-source?period=50&" + signIn.replaceFirst("&password=.*", ""))
                .process(exchange -> received.countDown());
            from("direct:sink").to("kamelet:caldav-sink?calendar=work&name=b.ics&" + signIn);
          }
        });
    host.start();
    BacklogTracer tracer = host.getCamelContextExtension().getContextPlugin(BacklogTracer.class);
    tracer.setIncludeExchangeProperties(true);
    tracer.setIncludeException(true);
    tracer.setBacklogSize(1000);
    assertThat(received.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(send(Ics.event("b", "B")).getException()).isNull();
    server.fault(
        (exchange, body) ->
            FaultServer.answer(
                    500,
                    "text/plain",
                    "no " + exchange.getRequestHeaders().getFirst("Authorization"))
                .answer(exchange, body));
    Exchange failed = send(Ics.event("c", "C"));
    assertThat(failed.getException()).isNotNull();

    StringWriter seen = new StringWriter();
    failed.getException().printStackTrace(new PrintWriter(seen, true));
    seen.append(tracer.dumpAllTracedMessagesAsXml());
    seen.append(tracer.dumpAllTracedMessagesAsJSon());
    seen.append(ObservedHostIT.attributes());
    seen.append(ObservedHostIT.dumps());
    for (Route route : host.getRoutes()) {
      if (!route.getRouteId().startsWith("caldav-")) {
        continue; // the application's own text
      }
      seen.append(
          PluginHelper.getModelToXMLDumper(host)
              .dumpModelAsXml(host, route.getRoute(), true, true, true));
    }
    host.stop();
    seen.append(logged.toString(StandardCharsets.UTF_8));
    assertThat(seen.toString())
        .contains("kamelet:caldav-source", "id=\"caldav-source-", "CamelCaldavHref");
    assertHidden(seen.toString());
  }

  private Exchange send(String ics) {
    return host.createProducerTemplate()
        .send("direct:sink", exchange -> exchange.getMessage().setBody(ics));
  }

  @Test
  void an_application_that_does_not_start() throws Exception {
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("kamelet:caldav-source?cron=nonsense&" + signIn).to("log:x");
          }
        });
    Throwable failure = catchThrowable(host::start);
    assertThat(failure).isNotNull();
    StringWriter seen = new StringWriter();
    failure.printStackTrace(new PrintWriter(seen, true));
    seen.append(logged.toString(StandardCharsets.UTF_8));
    assertThat(seen.toString()).contains("nonsense");
    assertHidden(seen.toString());
  }

  private static void assertHidden(String seen) {
    assertThat(seen.lines().filter(line -> line.contains(SEEN) || line.contains(AUTHORIZATION)))
        .isEmpty();
  }
}
