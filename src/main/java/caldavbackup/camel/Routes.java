package caldavbackup.camel;

import java.io.Closeable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.PluginHelper;
import org.slf4j.LoggerFactory;

/**
 * The routes in a CamelContext of their own, started in the background: whoever needs none of them
 * yet does not wait for it.
 */
public final class Routes implements Closeable {
  /**
   * What a process is for. Only the route files that this needs are loaded: each route costs time
   * at every start.
   *
   * <p>Files are named, not found by a pattern: Camel would unpack the whole jar to look for them.
   */
  public enum Purpose {
    /** {@code caldav backup}. */
    BACKUP("properties", "list", "fetch", "import", "open"),
    /** {@code caldav restore}. */
    RESTORE("list", "fetch", "plan", "export"),
    /** {@code caldav diff}. */
    DIFF("list", "fetch", "plan", "diff"),
    /** Plakar's importer. */
    IMPORTER(BACKUP, Routes.PLAKAR),
    /** Plakar's exporter. */
    EXPORTER(RESTORE, Routes.PLAKAR),
    /** {@code caldav check} and {@code caldav login}. */
    CHECK("list", "check"),
    /** All that there is: these, and what is for other applications only. */
    ANY("headers", "observe", "backup", "restore", "get", "store", "scheduling", "oauth2");

    private static final List<String> ALWAYS = List.of("errors", "http", "discover");
    private final List<String> names;

    Purpose(String... names) {
      this.names = List.of(names);
    }

    Purpose(Purpose other, String name) {
      names = Stream.concat(other.names.stream(), Stream.of(name)).toList();
    }

    /** Whether the routes hand what they have to the sender of the message, not to Plakar. */
    boolean isForSender() {
      return this == BACKUP || this == RESTORE;
    }

    /** Their paths in the jar, those of {@link #later} too. */
    List<String> files() {
      Stream<Purpose> all = this == ANY ? Stream.of(values()) : Stream.of(this);
      return Stream.concat(ALWAYS.stream(), all.flatMap(purpose -> purpose.names.stream()))
          .distinct()
          .map(Routes::file)
          .toList();
    }

    /** Paths that are loaded when somebody first sends to this endpoint: few backups do. */
    Map<String, String> later() {
      return this == BACKUP ? Map.of("direct:caldav-open", file("open")) : Map.of();
    }
  }

  private static final int SHUTDOWN_SECONDS = 5;
  private static final String CLASSPATH = "classpath:";

  /**
   * The file whose routes emit to Plakar. It has a folder of its own: all others load in any
   * application, without camel-grpc.
   */
  private static final String PLAKAR = "plakar";

  private final CompletableFuture<ProducerTemplate> started;
  private final Map<String, String> later;

  private Routes(Purpose purpose, Consumer<String> plans, Consumer<String> reports) {
    later = new HashMap<>(purpose.later());
    LoggerFactory.getILoggerFactory(); // SLF4J warns when two threads begin to log at once
    started =
        CompletableFuture.supplyAsync(
            () -> run(purpose, plans, reports), task -> new Thread(task, "caldav start").start());
  }

  private static String file(String name) {
    return (name.equals(PLAKAR) ? "routes/caldav-plakar/" : "routes/caldav/")
        + name
        + ".camel.yaml";
  }

  /** Starts those that the purpose needs; what they have to report is only logged. */
  public static Routes start(Purpose purpose) {
    return new Routes(purpose, null, null);
  }

  /**
   * Starts those that the purpose needs.
   *
   * @param plans gets the plan of a restore that is only to be shown; null logs it
   * @param reports gets what became of a restore; null logs it
   */
  public static Routes start(Purpose purpose, Consumer<String> plans, Consumer<String> reports) {
    return new Routes(purpose, plans, reports);
  }

  private static ProducerTemplate run(
      Purpose purpose, Consumer<String> plans, Consumer<String> reports) {
    try {
      Main main = new Main();
      main.configure()
          .withName("caldav")
          .withJmxEnabled(false)
          .withBasePackageScanEnabled(false)
          .withRoutesIncludePattern(
              purpose.files().stream()
                  .filter(file -> !purpose.later().containsValue(file))
                  .map(CLASSPATH::concat)
                  .collect(Collectors.joining(",")))
          // nothing is configured by properties, and it would read every route file twice
          .withAutoConfigurationEnabled(false)
          // our beans get everything from their constructors and setters: no annotation is looked
          // for
          .withBeanPostProcessorEnabled(false)
          .withShutdownTimeout(SHUTDOWN_SECONDS);
      main.setPropertyPlaceholderLocations("false");
      // without Camel's own hook: who is asked to stop does not wait for a silent server
      main.setShutdownStrategy(new SimpleMainShutdownStrategy());
      print(main, "caldav.plan.to", "caldavPlanPrinter", plans);
      print(main, "caldav.report.to", "caldavReportPrinter", reports);
      if (purpose.isForSender()) {
        Stream.of("caldav.import.to", "caldav.open.to", "caldav.export.to")
            .forEach(property -> redirect(main, property, "caldavSenderSink", new SenderSink()));
      }
      main.start();
      return main.getCamelContext().createProducerTemplate();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static void print(Main main, String property, String bean, Consumer<String> printer) {
    if (printer != null) {
      redirect(
          main,
          property,
          bean,
          exchange -> printer.accept(exchange.getMessage().getBody(String.class)));
    }
  }

  private static void redirect(Main main, String property, String bean, Processor sink) {
    main.bind(bean, sink);
    main.addInitialProperty(property, "bean:" + bean);
  }

  /**
   * Sends one message through a route and waits for its end.
   *
   * @param properties exchange properties
   * @return the exchange as the route left it
   * @throws Exception what the route failed with, or why the routes did not start
   */
  public Exchange send(String endpoint, Object body, Map<String, Object> properties)
      throws Exception {
    ProducerTemplate template = started.join();
    load(template.getCamelContext(), endpoint);
    Exchange done =
        template.send(
            endpoint,
            exchange -> {
              properties.forEach(exchange::setProperty);
              exchange.getMessage().setBody(body);
            });
    if (done.getException() != null) {
      throw done.getException();
    }
    return done;
  }

  private synchronized void load(CamelContext context, String endpoint) throws Exception {
    String file = later.get(endpoint);
    if (file != null) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              PluginHelper.getResourceLoader(context).resolveResource(CLASSPATH.concat(file)));
      later.remove(endpoint);
    }
  }

  /** Stops the routes. */
  @Override
  public void close() {
    started.thenAccept(template -> template.getCamelContext().stop());
  }
}
