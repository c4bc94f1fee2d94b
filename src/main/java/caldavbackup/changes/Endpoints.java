package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import org.apache.camel.Exchange;
import org.apache.camel.util.URISupport;

/**
 * The endpoints for the messages of a run.
 *
 * @param objects receives objects and deletions
 * @param manifests receives manifests; null for none
 * @param statuses receives the status; null for none
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

  /** The URI for a message, without passwords. */
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
