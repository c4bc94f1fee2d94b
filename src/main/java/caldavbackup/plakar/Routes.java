package caldavbackup.plakar;

import caldavbackup.account.Account;
import caldavbackup.account.Caldav;
import caldavbackup.account.Failure;
import caldavbackup.account.Failures;
import java.io.Closeable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * The routes in a CamelContext of their own, started in the background so that Plakar's Init, which
 * needs none of them, is answered at once.
 */
public final class Routes implements Closeable {
  /**
   * The route files, by name: a pattern would make Camel unpack the whole jar to look for them,
   * which takes longer than all the rest of the start.
   */
  static final List<String> FILES =
      Stream.of(
              "beans",
              "errors",
              "http",
              "oauth2",
              "discover",
              "properties",
              "list",
              "fetch",
              "backup",
              "import",
              "open",
              "store",
              "scheduling",
              "plan",
              "export",
              "mirror",
              "check",
              "plakar")
          .map(name -> "routes/caldav/" + name + ".camel.yaml")
          .toList();

  private final Main main = new Main();
  private final CompletableFuture<ProducerTemplate> started;

  private Routes(Consumer<String> plans, Consumer<String> reports) {
    redirect("caldav.plan.to", "caldavPlanPrinter", plans);
    redirect("caldav.report.to", "caldavReportPrinter", reports);
    main.configure()
        .withName("caldav")
        .withBasePackageScanEnabled(false)
        .withRoutesIncludePattern(
            FILES.stream().map("classpath:"::concat).collect(Collectors.joining(",")))
        .withAutoConfigurationLogSummary(false)
        .withShutdownTimeout(5);
    main.setPropertyPlaceholderLocations("false");
    // without Camel's own hook: who is asked to stop does not wait for a silent server
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    started =
        CompletableFuture.supplyAsync(this::run, task -> new Thread(task, "caldav start").start());
  }

  /** Starts them; what they have to report is only logged. */
  public static Routes start() {
    return new Routes(null, null);
  }

  /**
   * Starts them.
   *
   * @param plans gets the plan of a restore that is only to be shown; null logs it
   * @param reports gets what became of a restore; null logs it
   */
  public static Routes start(Consumer<String> plans, Consumer<String> reports) {
    return new Routes(plans, reports);
  }

  private void redirect(String property, String bean, Consumer<String> printer) {
    if (printer != null) {
      Processor print = exchange -> printer.accept(exchange.getMessage().getBody(String.class));
      main.bind(bean, print);
      main.addInitialProperty(property, "bean:" + bean);
    }
  }

  private ProducerTemplate run() {
    try {
      main.start();
      return main.getCamelContext().createProducerTemplate();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /**
   * Sends one message through a route and waits for its end.
   *
   * @return the exchange as the route left it
   * @throws Failure in one sentence, whatever went wrong
   */
  public Exchange send(
      String endpoint, Account account, Object body, Map<String, Object> properties)
      throws Failure {
    Exchange done;
    try {
      done =
          started
              .join()
              .send(
                  endpoint,
                  exchange -> {
                    exchange.setProperty(Caldav.ACCOUNT, account);
                    properties.forEach(exchange::setProperty);
                    exchange.getMessage().setBody(body);
                  });
    } catch (RuntimeException e) {
      throw Failures.of(e);
    }
    if (done.getException() != null) {
      throw Failures.of(done.getException());
    }
    return done;
  }

  /** Stops the routes. */
  @Override
  public void close() {
    started.thenAccept(template -> main.stop());
  }
}
