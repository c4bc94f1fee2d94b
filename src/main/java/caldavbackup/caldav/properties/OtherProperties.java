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
 * Bean {@code caldavOtherProperties}: finds the properties of calendars that only the program which
 * set them knows (dead properties, RFC 4918, section 4.1).
 */
public final class OtherProperties {
  /** Kept by a field of their own. */
  private static final Set<QName> KNOWN = Set.of(Names.CALENDAR_COLOR, Names.CALENDAR_ORDER);

  /**
   * What servers compute, or what is kept by a field of its own: it changes without anybody's
   * doing.
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

  /** Asks for those of the calendars; the result are the calendars with what was found. */
  public void search(Exchange exchange) {
    @SuppressWarnings("unchecked")
    List<Calendar> calendars = exchange.getMessage().getBody(List.class);
    Conversation.begin(
        exchange,
        new PropertySearch(
            calendars, exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class)));
  }

  /** Whether a property is computed, or has a field of its own. */
  static boolean isLive(QName name) {
    return KNOWN.contains(name) || LIVE_NAMESPACES.contains(name.getNamespaceURI());
  }

  /** The properties of these names that a response has, sorted, as far as they can be kept. */
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
