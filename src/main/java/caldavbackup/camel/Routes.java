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
 * The routes in a separate CamelContext that starts in the background. Callers wait only when they
 * first use a route.
 */
public final class Routes implements Closeable {
  /**
   * The purpose of a process. Only the route files for it are loaded, because each route adds to
   * the start time.
   *
   * <p>Files are listed here, because a search by pattern makes Camel unpack the whole jar.
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
    /** Everything: these, and the routes for other applications. */
    ANY("headers", "observe", "backup", "restore", "get", "store", "scheduling", "oauth2");

    private static final List<String> ALWAYS = List.of("errors", "http", "discover");
    private final List<String> names;

    Purpose(String... names) {
      this.names = List.of(names);
    }

    Purpose(Purpose other, String name) {
      names = Stream.concat(other.names.stream(), Stream.of(name)).toList();
    }

    /**
     * Returns whether the routes deliver results to the sender of the message instead of Plakar.
     */
    boolean isForSender() {
      return this == BACKUP || this == RESTORE;
    }

    /** The paths of its files in the jar, including those of {@link #later}. */
    List<String> files() {
      Stream<Purpose> all = this == ANY ? Stream.of(values()) : Stream.of(this);
      return Stream.concat(ALWAYS.stream(), all.flatMap(purpose -> purpose.names.stream()))
          .distinct()
          .map(Routes::file)
          .toList();
    }

    /** Files to load when a message is first sent to the endpoint, which few backups do. */
    Map<String, String> later() {
      return this == BACKUP ? Map.of("direct:caldav-open", file("open")) : Map.of();
    }
  }

  private static final int SHUTDOWN_SECONDS = 5;
  private static final String CLASSPATH = "classpath:";

  /**
   * The file with the routes for Plakar. It is in a separate folder, so that all others load in any
   * application without camel-grpc.
   */
  private static final String PLAKAR = "plakar";

  private final CompletableFuture<ProducerTemplate> started;
  private final Map<String, String> later;

  private Routes(Purpose purpose, Consumer<String> plans, Consumer<String> reports) {
    later = new HashMap<>(purpose.later());
    LoggerFactory.getILoggerFactory(); // SLF4J warns if two threads start to log at the same time
    started =
        CompletableFuture.supplyAsync(
            () -> run(purpose, plans, reports), task -> new Thread(task, "caldav start").start());
  }

  private static String file(String name) {
    return (name.equals(PLAKAR) ? "routes/caldav-plakar/" : "routes/caldav/")
        + name
        + ".camel.yaml";
  }

  /** Starts the routes for the purpose. Their reports are only logged. */
  public static Routes start(Purpose purpose) {
    return new Routes(purpose, null, null);
  }

  /**
   * Starts the routes for the purpose.
   *
   * @param plans receives the plan of a dry run; null logs it
   * @param reports receives the result of a restore; null logs it
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
          // our beans have no annotations: constructors and setters supply everything
          .withBeanPostProcessorEnabled(false)
          .withShutdownTimeout(SHUTDOWN_SECONDS);
      main.setPropertyPlaceholderLocations("false");
      // without Camel's shutdown hook, so that a stop does not wait for a silent server
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
   * Sends one message through a route and waits for the result.
   *
   * @param properties exchange properties
   * @return the exchange as the route left it
   * @throws Exception the failure of the route, or of the start of the routes
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
