package caldavbackup.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All observers of a CamelContext. While there are none, they are looked up repeatedly, because a
 * Kamelet may load them after the first request. No observer can make a backup fail.
 */
public final class Observers implements Observer {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** The time between two look-ups without result. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final long time = System.nanoTime();
  private final List<Observer> observers;

  private Observers(List<Observer> observers) {
    this.observers = observers;
  }

  /** The observers in the registry of the context. */
  public static Observer of(CamelContext context) {
    Observers known = context.getCamelContextExtension().getContextPlugin(Observers.class);
    if (known == null || known.isOutdated()) {
      known = new Observers(List.copyOf(context.getRegistry().findByType(Observer.class)));
      context.getCamelContextExtension().addContextPlugin(Observers.class, known);
    }
    return known;
  }

  private boolean isOutdated() {
    return observers.isEmpty() && System.nanoTime() - time > PAUSE;
  }

  private void tell(Consumer<Observer> event) {
    for (Observer observer : observers) {
      try {
        event.accept(observer);
      } catch (RuntimeException e) {
        LOG.warn("{} failed: {}", observer.getClass().getName(), e.toString());
      }
    }
  }

  @Override
  public void object(String origin, String change, long bytes) {
    tell(observer -> observer.object(origin, change, bytes));
  }

  @Override
  public void request(String origin, String method, int status, Duration duration) {
    tell(observer -> observer.request(origin, method, status, duration));
  }

  @Override
  public void failure(String origin, String kind) {
    tell(observer -> observer.failure(origin, kind));
  }

  @Override
  public void run(String origin, boolean complete, Instant started, Duration duration) {
    tell(observer -> observer.run(origin, complete, started, duration));
  }
}
