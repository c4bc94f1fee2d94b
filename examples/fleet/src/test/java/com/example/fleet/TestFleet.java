package com.example.fleet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;

/** Roles of the fleet in this process: what would come from a broker is sent to direct endpoints, what goes there ends in mocks. */
final class TestFleet implements AutoCloseable {
  private final Main main;

  TestFleet(Path folder, Map<String, String> given, String... roles) throws Exception {
    Map<String, String> properties = new HashMap<>();
    for (String queue : List.of("accounts", "objects", "manifests", "status", "restores", "dead")) {
      properties.put("fleet." + queue + ".from", "direct:" + queue);
      properties.put("fleet." + queue + ".to", "mock:" + queue);
    }
    properties.put("fleet.database.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    properties.put("fleet.schedule", "direct:schedule");
    properties.put("fleet.restores", folder.resolve("restores").toString());
    properties.put("fleet.patience", "0");
    properties.put("fleet.retry.delay", "1h");
    properties.put("fleet.folder", folder.resolve("sink").toString());
    properties.put("fleet.secrets.folder", folder.toString());
    properties.put("caldav.retries", "0");
    properties.putAll(given);
    main = Fleet.main(new TreeSet<>(List.of(roles)), new Settings(properties));
    main.start();
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  /** Sends a message as the broker would; the exchange that came of it. */
  Exchange send(String queue, Object body, Map<String, Object> headers) {
    try (var template = context().createProducerTemplate()) {
      return template.send(
          "direct:" + queue,
          exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
          });
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Exchange send(String queue, Object body) {
    return send(queue, body, Map.of());
  }

  MockEndpoint mock(String queue) {
    return context().getEndpoint("mock:" + queue, MockEndpoint.class);
  }

  /** The only message that was sent there. */
  Exchange only(String queue) {
    List<Exchange> all = mock(queue).getExchanges();
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " messages were sent to " + queue);
    }
    return all.get(0);
  }

  /** The only value that a query gives, or null. */
  Object ask(String sql) throws Exception {
    DataSource database = context().getRegistry().lookupByNameAndType("database", DataSource.class);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getObject(1) : null;
    }
  }

  Work work() {
    return context().getRegistry().lookupByNameAndType("work", Work.class);
  }

  @Override
  public void close() {
    main.stop();
  }
}
