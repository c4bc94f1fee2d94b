package caldavbackup.caldav.store;

import caldavbackup.caldav.CalendarHeader;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import org.apache.camel.Exchange;

/**
 * The place for an object.
 *
 * @param url the object to replace; null for a new object
 * @param etag the listed ETag, which must still match, or null
 */
public record StorePlace(String url, String etag) {
  /** The place on the exchange, or null. */
  static StorePlace of(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.PLACE, StorePlace.class);
  }

  /** Returns whether an object was listed there. */
  static boolean isListed(Exchange exchange) {
    StorePlace place = of(exchange);
    return place != null && place.url() != null;
  }

  /** The URL of the object: that of its place, otherwise its name in its calendar. */
  static String url(Exchange exchange) throws Failure {
    StorePlace place = of(exchange);
    if (place != null && place.url() != null) {
      return place.url();
    }
    String name = exchange.getMessage().getHeader(CaldavConstants.NAME, String.class);
    if (name == null) {
      throw Failure.option("header '" + CaldavConstants.NAME + "' is missing");
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..")) { // RFC 3986, section 5.2.4
      throw Failure.option(
          "header '" + CaldavConstants.NAME + "' is not a valid object name: " + name);
    }
    return CalendarHeader.of(exchange).url() + Hrefs.encodeSegment(name);
  }
}
