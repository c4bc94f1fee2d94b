package caldavbackup.caldav;

import caldavbackup.webdav.Names;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import javax.xml.namespace.QName;

/** The XML bodies of the requests of RFC 4918, RFC 4791, RFC 5689 and RFC 6578. */
final class RequestBodies {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  private static final String NAMESPACES =
      " xmlns:d=\"DAV:\" xmlns:c=\""
          + Names.CALDAV
          + "\" xmlns:a=\""
          + Names.APPLE
          + "\" xmlns:s=\""
          + Names.CALENDARSERVER
          + "\" xmlns:r=\"http://radicale.org/ns/\"";

  private static final String SYNC =
      """
      <d:sync-token>%s</d:sync-token>\
      <d:sync-level>1</d:sync-level>\
      %s\
      <d:prop>%s</d:prop>""";

  private static final String LIMIT = "<d:limit><d:nresults>%d</d:nresults></d:limit>";

  private static final String QUERY =
      """
      <d:prop>%s</d:prop>\
      <c:filter><c:comp-filter name="VCALENDAR">%s</c:comp-filter></c:filter>""";

  private static final String NEW_COLLECTION =
      """
      <d:set><d:prop>\
      <d:resourcetype><d:collection/><c:calendar/></d:resourcetype>\
      %s\
      </d:prop></d:set>""";

  private RequestBodies() {}

  /** PROPFIND of properties, given as elements. */
  static byte[] propfind(String properties) {
    return body("d:propfind", "<d:prop>" + properties + "</d:prop>");
  }

  /** PROPFIND of the names of all properties. */
  static byte[] propname() {
    return body("d:propfind", "<d:propname/>");
  }

  /** PROPFIND of the properties that a server returns for allprop. */
  static byte[] allprop() {
    return body("d:propfind", "<d:allprop/>");
  }

  /** REPORT sync-collection; {@code most} is 0 for no limit. */
  static byte[] sync(String token, int most, String properties) {
    return body(
        "d:sync-collection",
        SYNC.formatted(
            CalendarProperties.escape(token), most > 0 ? LIMIT.formatted(most) : "", properties));
  }

  /** REPORT calendar-query; {@code component} is null for objects of any type. */
  static byte[] query(String component, String properties) {
    String inner =
        component == null
            ? ""
            : "<c:comp-filter name=\"" + CalendarProperties.escape(component) + "\"/>";
    return body("c:calendar-query", QUERY.formatted(properties, inner));
  }

  /** REPORT calendar-multiget of objects, with these properties. */
  static byte[] multiget(List<Member> members, String properties) {
    StringBuilder xml = new StringBuilder("<d:prop>").append(properties).append("</d:prop>");
    for (Member member : members) {
      xml.append("<d:href>").append(CalendarProperties.escape(member.href())).append("</d:href>");
    }
    return body("c:calendar-multiget", xml.toString());
  }

  /** MKCALENDAR with these properties. */
  static byte[] mkcalendar(String properties) {
    return body("c:mkcalendar", "<d:set><d:prop>" + properties + "</d:prop></d:set>");
  }

  /** Extended MKCOL of a calendar with these properties. */
  static byte[] mkcol(String properties) {
    return body("d:mkcol", NEW_COLLECTION.formatted(properties));
  }

  /** PROPPATCH that sets a property. */
  static byte[] proppatch(String property) {
    return body("d:propertyupdate", "<d:set><d:prop>" + property + "</d:prop></d:set>");
  }

  /** The names as empty elements. */
  static String elements(Collection<QName> names) {
    StringBuilder xml = new StringBuilder();
    for (QName name : names) {
      xml.append('<')
          .append(name.getLocalPart())
          .append(" xmlns=\"")
          .append(CalendarProperties.escape(name.getNamespaceURI()))
          .append("\"/>");
    }
    return xml.toString();
  }

  private static byte[] body(String element, String content) {
    return (HEAD + "<" + element + NAMESPACES + ">" + content + "</" + element + ">")
        .getBytes(StandardCharsets.UTF_8);
  }
}
