package caldavbackup.observe;

import caldavbackup.camel.Observer;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

/**
 * Bean {@code caldavMeters}: counts events in the Micrometer registry of the application, if one
 * exists at the first event. Without Micrometer on the class path, it does nothing.
 */
public final class Meters implements Observer, CamelContextAware {
  private static final String MICROMETER = "io.micrometer.core.instrument.MeterRegistry";
  private static final Observer NOTHING = new Observer() {};

  private CamelContext context;
  private volatile Observer target;

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  private Observer target() {
    if (target == null) {
      synchronized (this) {
        if (target == null) {
          target = find();
        }
      }
    }
    return target;
  }

  private Observer find() {
    // loaded only if Micrometer exists, because the class refers to it
    boolean isThere =
        context != null && context.getClassResolver().resolveClass(MICROMETER) != null;
    Observer found = isThere ? MicrometerObserver.of(context) : null;
    return found == null ? NOTHING : found;
  }

  @Override
  public void object(String origin, String change, long bytes) {
    target().object(origin, change, bytes);
  }

  @Override
  public void request(String origin, String method, int status, Duration duration) {
    target().request(origin, method, status, duration);
  }

  @Override
  public void failure(String origin, String kind) {
    target().failure(origin, kind);
  }

  @Override
  public void run(String origin, boolean complete, Instant started, Duration duration) {
    target().run(origin, complete, started, duration);
  }
}
