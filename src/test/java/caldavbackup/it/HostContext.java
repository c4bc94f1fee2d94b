package caldavbackup.it;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.FilesInJar;
import caldavbackup.http.Account;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** An application that loads the routes into a CamelContext of its own, all but Plakar's. */
final class HostContext implements AutoCloseable {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private volatile Processor sink = exchange -> {};
  private volatile byte[] opened;

  HostContext() throws Exception {
    Properties properties = new Properties();
    properties.put("caldav.retry.delay", "1");
    properties.put("caldav.import.to", "direct:entries");
    properties.put("caldav.open.to", "direct:opened");
    context.getPropertiesComponent().setInitialProperties(properties);
    FilesInJar.load(context, FilesInJar.OF_APPLICATIONS);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:caldav-sink").process(exchange -> sink.process(exchange));
            from("direct:then-sink")
                .noStreamCaching()
                .toD("direct:${header.route}")
                .process(exchange -> sink.process(exchange));
            from("direct:entries").stop();
            from("direct:opened")
                .process(exchange -> opened = exchange.getMessage().getBody(byte[].class));
          }
        });
    context.start();
  }

  /** Gets each object of a backup. */
  void sink(Processor processor) {
    sink = processor;
  }

  /** Sends an exchange to a route and then, as the same exchange, to the sink. */
  Exchange sendThenSink(String route, Exchange exchange, Object body) {
    return send("then-sink", exchange, body, Map.of("route", route));
  }

  /** A new exchange of the account. */
  Exchange exchange(Account account) {
    Exchange exchange = context.getEndpoint("direct:caldav-sink").createExchange();
    exchange.setProperty(CaldavConstants.ACCOUNT, account);
    return exchange;
  }

  /** Sends an exchange, once more perhaps, with a body and headers. */
  Exchange send(String endpoint, Exchange exchange, Object body, Map<String, Object> headers) {
    exchange.setException(null);
    exchange.getMessage().setBody(body);
    exchange.getMessage().getHeaders().putAll(headers);
    return context.createProducerTemplate().send("direct:" + endpoint, exchange);
  }

  /** Sends an exchange, once more perhaps. */
  Exchange send(String endpoint, Exchange exchange) {
    return send(endpoint, exchange, null, Map.of());
  }

  /** What {@code direct:caldav-open} gave last; null when it gave nothing. */
  String open(Exchange exchange, String path) {
    opened = null;
    send("caldav-open", exchange, path, Map.of());
    return opened == null ? null : new String(opened, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    context.stop();
  }
}
