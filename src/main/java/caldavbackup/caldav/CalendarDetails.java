package caldavbackup.caldav;

import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Element;
import caldavbackup.webdav.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;

/**
 * The less common properties of a calendar.
 *
 * @param timezoneId RFC 7809, section 5.2, or null
 * @param alarms the default alarms (iCalendar text), by property name
 * @param limits the limits of the server (RFC 4791, sections 5.2.5 to 5.2.9), by property name
 * @param privileges the privileges of the user (RFC 3744, section 5.4)
 * @param shares the access of other users, as {@code href: access}; information only, never
 *     restored
 * @param others unknown properties, unchanged
 * @param revision a value that changes whenever one of the objects does (CTag), or null
 */
public record CalendarDetails(
    String timezoneId,
    Map<String, String> alarms,
    Map<String, String> limits,
    List<String> privileges,
    List<String> shares,
    List<OtherProperty> others,
    String revision) {

  /**
   * A property that is kept without interpretation.
   *
   * @param name its XML name as {@code {namespace}local}
   * @param xml the complete element
   */
  public record OtherProperty(String name, String xml) {}

  /** No details. */
  public static final CalendarDetails NONE =
      new CalendarDetails(null, Map.of(), Map.of(), List.of(), List.of(), List.of(), null);

  /** The properties for default alarms, which Apple's programs set. */
  static final List<QName> ALARMS =
      List.of(
          new QName(Names.CALDAV, "default-alarm-vevent-datetime"),
          new QName(Names.CALDAV, "default-alarm-vevent-date"),
          new QName(Names.CALDAV, "default-alarm-vtodo-datetime"),
          new QName(Names.CALDAV, "default-alarm-vtodo-date"));

  /** The properties for limits of a server. */
  static final List<QName> LIMITS =
      List.of(
          new QName(Names.CALDAV, "max-resource-size"),
          new QName(Names.CALDAV, "min-date-time"),
          new QName(Names.CALDAV, "max-date-time"),
          new QName(Names.CALDAV, "max-instances"),
          new QName(Names.CALDAV, "max-attendees-per-instance"));

  static CalendarDetails of(DavResponse response) {
    return new CalendarDetails(
        response.text(Names.CALENDAR_TIMEZONE_ID),
        texts(response, ALARMS),
        texts(response, LIMITS),
        privileges(response.properties().get(Names.CURRENT_USER_PRIVILEGE_SET)),
        shares(response.properties().get(Names.INVITE)),
        List.of(),
        response.text(Names.GETCTAG));
  }

  CalendarDetails withOthers(List<OtherProperty> more) {
    return new CalendarDetails(timezoneId, alarms, limits, privileges, shares, more, revision);
  }

  CalendarDetails withLimits(Map<String, String> other) {
    return new CalendarDetails(timezoneId, alarms, other, privileges, shares, others, revision);
  }

  CalendarDetails withTimezoneId(String id) {
    return new CalendarDetails(id, alarms, limits, privileges, shares, others, revision);
  }

  private static Map<String, String> texts(DavResponse response, List<QName> names) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (QName name : names) {
      Element element = response.properties().get(name);
      if (element != null && !element.text().isBlank()) {
        texts.put(name.getLocalPart(), element.text());
      }
    }
    return texts;
  }

  private static List<String> privileges(Element set) {
    List<String> privileges = new ArrayList<>();
    for (Element privilege : set == null ? List.<Element>of() : set.children()) {
      privilege.children().forEach(child -> privileges.add(child.name().getLocalPart()));
    }
    return privileges.stream().sorted().distinct().toList();
  }

  /** CS:invite (calendarserver-sharing, section 5.2.2). */
  private static List<String> shares(Element invite) {
    List<String> shares = new ArrayList<>();
    for (Element user : invite == null ? List.<Element>of() : invite.children()) {
      List<String> hrefs = user.texts(Names.HREF);
      Element access = user.child(Names.ACCESS);
      if (!hrefs.isEmpty() && access != null) {
        access
            .children()
            .forEach(child -> shares.add(hrefs.get(0) + ": " + child.name().getLocalPart()));
      }
    }
    return shares.stream().sorted().toList();
  }
}
