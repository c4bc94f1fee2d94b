package caldavbackup.it;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.RouteFiles;
import caldavbackup.http.Accounts;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** An application that gets its accounts from bean {@code caldavAccounts} on every exchange. */
final class SharingHost implements AutoCloseable {
  final DefaultCamelContext context = new DefaultCamelContext();

  /** What a backup gave, or why it did not: by the object's name. */
  final SortedMap<String, Object> objects = new ConcurrentSkipListMap<>();

  SharingHost(Map<String, String> placeholders) throws Exception {
    Properties properties = new Properties();
    properties.put("caldav.retry.delay", "1");
    properties.put("caldav.import.to", "direct:entries");
    properties.putAll(placeholders);
    context.getPropertiesComponent().setInitialProperties(properties);
    context.addRoutes(new RouteFiles());
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            for (String entry : new String[] {"backup", "export", "http", "import"}) {
              from("direct:" + entry)
                  .setProperty(
                      CaldavConstants.ACCOUNT,
                      method("caldavAccounts", "of(${exchangeProperty.options})"))
                  .to("direct:caldav-" + entry);
            }
            from("direct:caldav-sink").process(exchange -> sink(exchange.getMessage()));
            from("direct:caldav-export-sink").stop();
            from("direct:caldav-open-sink").stop();
            from("direct:entries").process(e -> sunk(e.getMessage().getBody(SnapshotEntry.class)));
          }
        });
    context.start();
  }

  private void sink(Message message) {
    Object error = message.getHeader(CaldavConstants.ERROR);
    objects.put(
        message.getHeader(CaldavConstants.NAME, String.class),
        error == null ? message.getBody(String.class) : error);
  }

  private void sunk(SnapshotEntry entry) {
    objects.put(entry.path(), entry.path());
  }

  Accounts accounts() {
    return context.getRegistry().lookupByNameAndType("caldavAccounts", Accounts.class);
  }

  /** Sends a message to one of our entries, with an account of these options. */
  Exchange send(String entry, Map<String, ?> options, Object body, Map<String, Object> headers) {
    return context
        .createProducerTemplate()
        .send(
            "direct:" + entry,
            exchange -> {
              exchange.setProperty("options", options);
              exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
              exchange.getMessage().setBody(body);
            });
  }

  @Override
  public void close() {
    context.stop();
  }
}
