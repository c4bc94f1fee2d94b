package caldavbackup.caldav.properties;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarDetails.OtherProperty;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Names;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavOtherProperties}: finds dead properties of calendars (RFC 4918, section 4.1),
 * which only the program that set them interprets.
 */
public final class OtherProperties {
  /** Stored in separate fields. */
  private static final Set<QName> KNOWN = Set.of(Names.CALENDAR_COLOR, Names.CALENDAR_ORDER);

  /**
   * Namespaces of properties that servers compute, or that are stored in separate fields. They
   * change without action of the user.
   */
  private static final Set<String> LIVE_NAMESPACES =
      Set.of(
          Names.DAV,
          Names.CALDAV,
          Names.CALENDARSERVER,
          "urn:ietf:params:xml:ns:carddav",
          "http://radicale.org/ns/",
          "http://sabredav.org/ns",
          "http://nextcloud.com/ns",
          "http://owncloud.org/ns",
          "http://cyrusimap.org/ns/",
          "http://me.com/_namespace/",
          "http://davical.org/ns/",
          "urn:inverse:params:xml:ns:inverse-dav",
          "urn:open-xchange:dav",
          "xmldav:");

  private static final int MAX_CHARACTERS = 64 << 10;

  /**
   * Requests the dead properties of the calendars. The result is the calendars with these
   * properties.
   */
  public void search(Exchange exchange) {
    @SuppressWarnings("unchecked")
    List<Calendar> calendars = exchange.getMessage().getBody(List.class);
    Conversation.begin(
        exchange,
        new PropertySearch(
            calendars, exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class)));
  }

  /** Returns whether a property is computed, or stored in a separate field. */
  static boolean isLive(QName name) {
    return KNOWN.contains(name) || LIVE_NAMESPACES.contains(name.getNamespaceURI());
  }

  /** The named properties of a response, sorted, without those that cannot be stored. */
  public static List<OtherProperty> of(DavResponse response, Collection<QName> names) {
    return names.stream()
        .map(response.properties()::get)
        .filter(element -> element != null)
        .map(element -> new OtherProperty(element.name().toString(), element.xml()))
        .filter(property -> property.xml() != null && property.xml().length() <= MAX_CHARACTERS)
        .sorted(Comparator.comparing(OtherProperty::name))
        .toList();
  }
}
