package caldavbackup.it;

import caldavbackup.camel.RouteFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** An application with two named accounts, whose secrets are marked; somebody watches it. */
final class WatchedHost implements AutoCloseable {
  static final String PASSWORD = "Mark3d-P4ssw0rd";
  static final String TOKEN = "Mark3d-T0ken";

  final FaultServer server;
  final DefaultCamelContext context = new DefaultCamelContext();
  private volatile Processor sink = exchange -> {};

  WatchedHost(Map<String, String> placeholders, Consumer<DefaultCamelContext> watcher)
      throws Exception {
    server = FaultServer.start().calendar("work", "a", "b");
    Properties properties = new Properties();
    properties.put("caldav.retry.delay", "1");
    properties.put("caldav.retries", "1");
    properties.put("caldav.accounts.alice.location", server.location());
    properties.put("caldav.accounts.alice.username", "alice");
    properties.put("caldav.accounts.alice.password", PASSWORD);
    properties.put("caldav.accounts.bob.location", server.location());
    properties.put("caldav.accounts.bob.token", TOKEN);
    properties.putAll(placeholders);
    context.getPropertiesComponent().setInitialProperties(properties);
    watcher.accept(context);
    context.addRoutes(new RouteFiles(List.of("backup", "restore")));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            for (String job : List.of("backup", "restore")) {
              from("direct:" + job)
                  .routeId("host-" + job)
                  .setProperty(
                      "CamelCaldavAccount", method("caldavAccounts", "named(${header.account})"))
                  .removeHeader("account")
                  .to("direct:caldav-" + job);
            }
            from("direct:caldav-sink").routeId("host-sink").process(e -> sink.process(e));
          }
        });
    context.start();
  }

  /** What the sink does with each object. */
  void sink(Processor processor) {
    sink = processor;
  }

  Exchange backUp(String account) {
    return send("direct:backup", Map.of("account", account), null);
  }

  Exchange send(String endpoint, Map<String, Object> headers, Object body) {
    return context
        .createProducerTemplate()
        .send(
            endpoint,
            exchange -> {
              exchange.getMessage().getHeaders().putAll(headers);
              exchange.getMessage().setBody(body);
            });
  }

  /** The account as an operator sees it. */
  String origin(String user) {
    return user + "127.0.0.1:" + server.port() + "/";
  }

  /** The server quotes what it was sent. */
  void quoteSecrets(int status) {
    server.fault(
        (exchange, body) ->
            FaultServer.answer(
                    status,
                    "text/plain",
                    "no " + exchange.getRequestHeaders().getFirst("Authorization"))
                .answer(exchange, body));
  }

  /** All that must not be seen. */
  static List<String> secrets() {
    return Stream.of(PASSWORD, TOKEN, "alice:" + PASSWORD)
        .flatMap(
            secret ->
                Stream.of(
                    secret,
                    Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))))
        .toList();
  }

  @Override
  public void close() {
    context.stop();
    server.close();
  }
}
