package caldavbackup.plakar;

import caldavbackup.dav.Account;
import caldavbackup.dav.Caldav;
import caldavbackup.dav.Failure;
import caldavbackup.dav.Failures;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/**
 * The routes in a CamelContext of their own, started in the background so that Plakar's Init, which
 * needs none of them, is answered at once.
 */
public final class Routes implements Closeable {
  private final Main main = new Main();
  private final CompletableFuture<ProducerTemplate> started;

  private Routes() {
    main.configure()
        .withName("caldav")
        .withBasePackageScanEnabled(false)
        .withRoutesIncludePattern("classpath:routes/caldav/*.camel.yaml")
        .withAutoConfigurationLogSummary(false)
        .withShutdownTimeout(5);
    main.setPropertyPlaceholderLocations("false");
    started =
        CompletableFuture.supplyAsync(this::run, task -> new Thread(task, "caldav start").start());
  }

  /** Starts them. */
  public static Routes start() {
    return new Routes();
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
