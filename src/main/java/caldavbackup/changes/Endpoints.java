package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import org.apache.camel.Exchange;
import org.apache.camel.util.URISupport;

/**
 * Where a run's messages go.
 *
 * @param objects gets objects and deletions
 * @param manifests gets manifests; null when nobody wants them
 * @param statuses gets the status; null when nobody wants it
 */
record Endpoints(String objects, String manifests, String statuses) {
  /** What the exchange says, else the properties of its context. */
  static Endpoints of(Exchange exchange) {
    String objects = uri(exchange, CaldavConstants.BACKUP_TO, "caldav.backup.to:");
    return new Endpoints(
        objects == null ? "direct:caldav-sink" : objects,
        uri(exchange, CaldavConstants.MANIFEST_TO, "caldav.manifest.to:"),
        uri(exchange, CaldavConstants.STATUS_TO, "caldav.status.to:"));
  }

  /** The URI as a sentence may have it, without passwords. */
  static String shown(String uri) {
    return URISupport.sanitizeUri(uri);
  }

  private static String uri(Exchange exchange, String property, String placeholder) {
    String said = exchange.getProperty(property, String.class);
    String uri =
        said == null
            ? exchange.getContext().resolvePropertyPlaceholders("{{" + placeholder + "}}")
            : said;
    return uri.isBlank() ? null : uri;
  }
}
