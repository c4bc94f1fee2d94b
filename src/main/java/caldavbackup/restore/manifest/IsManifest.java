package caldavbackup.restore.manifest;

import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Bean {@code caldavIsManifest}: returns whether a restore of whole calendars is requested rather
 * than of a single object.
 */
public final class IsManifest implements Predicate {
  @Override
  public boolean matches(Exchange exchange) {
    return Manifests.areIn(exchange);
  }
}
