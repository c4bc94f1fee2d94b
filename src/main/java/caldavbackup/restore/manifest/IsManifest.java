package caldavbackup.restore.manifest;

import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/** Bean {@code caldavIsManifest}: whether a whole restore is asked for, not that of one object. */
public final class IsManifest implements Predicate {
  @Override
  public boolean matches(Exchange exchange) {
    return Manifests.areIn(exchange);
  }
}
