package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.FilesInJar;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BacklogTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that watches all that it can of our routes sees no password and no token. */
class ObservedHostIT {
  private static final String PASSWORD = "Mark3d-P4ssw0rd";
  private static final String TOKEN = "Mark3d-T0ken";

  private DefaultCamelContext host;
  private BacklogTracer tracer;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work", "a", "b");
    host = new DefaultCamelContext();
    host.setTracing(true);
    host.setBacklogTracing(true);
    host.setMessageHistory(true);
    FilesInJar.load(
        host,
        List.of("errors", "http", "oauth2", "discover", "properties", "list", "fetch", "backup"));
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:caldav-sink").log("${body.length} bytes");
          }
        });
    host.start();
    tracer = host.getCamelContextExtension().getContextPlugin(BacklogTracer.class);
    tracer.setBacklogSize(1000);
    tracer.setIncludeExchangeProperties(true);
    tracer.setIncludeException(true);
  }

  @AfterEach
  void stop() {
    host.stop();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "token"})
  void a_run_and_one_that_fails(String way) throws Exception {
    Map<String, Object> options =
        way.equals("token")
            ? Map.of("location", server.location(), "token", TOKEN)
            : Map.of("location", server.location(), "username", "alice", "password", PASSWORD);
    try (Account account = new Accounts().of(options)) {
      assertThat(backup(account).getException()).isNull();
      assertThat(server.requests("REPORT")).isPositive();
      server.fault(
          (exchange, body) ->
              FaultServer.answer(
                      500,
                      "text/plain",
                      "no " + exchange.getRequestHeaders().getFirst("Authorization"))
                  .answer(exchange, body));
      Exchange failed = backup(account);
      assertThat(failed.getException()).isNotNull();

      StringWriter seen = new StringWriter();
      failed.getException().printStackTrace(new PrintWriter(seen, true));
      seen.append(tracer.dumpAllTracedMessagesAsXml());
      seen.append(tracer.dumpAllTracedMessagesAsJSon());
      seen.append(tracer.dumpLatestMessageHistoryAsXml());
      seen.append(String.valueOf(failed.getAllProperties()));
      seen.append(String.valueOf(failed.getMessage().getHeaders()));
      seen.append(attributes());

      assertThat(seen.toString())
          .contains("CamelCaldavHref", "CamelCaldavAccount", "direct://caldav-http"); // all of it
      for (String secret : List.of(PASSWORD, TOKEN, "alice:" + PASSWORD)) {
        assertThat(seen.toString()).doesNotContain(secret, base64(secret));
      }
    }
  }

  private Exchange backup(Account account) {
    return host.createProducerTemplate()
        .send(
            "direct:caldav-backup",
            exchange -> exchange.setProperty(CaldavConstants.ACCOUNT, account));
  }

  /** Every attribute of every MBean of Camel's. */
  private static String attributes() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    StringBuilder all = new StringBuilder();
    for (ObjectName name : beans.queryNames(new ObjectName("org.apache.camel:*"), null)) {
      all.append(name).append('\n');
      for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
        try {
          all.append(beans.getAttribute(name, attribute.getName())).append('\n');
        } catch (javax.management.JMException | RuntimeException e) {
          all.append(e).append('\n');
        }
      }
    }
    return all.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
