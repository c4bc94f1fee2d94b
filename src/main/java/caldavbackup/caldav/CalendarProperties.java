package caldavbackup.caldav;

import java.util.ArrayList;
import java.util.List;

/** The calendar properties that a restore sets, and their XML. */
public final class CalendarProperties {
  /**
   * One property with its value.
   *
   * @param name the name in vdir folders and messages
   * @param xml the element to send
   * @param value the value as text; null if it is not text
   */
  public record Property(String name, String xml, String value) {
    Property(String name, String xml) {
      this(name, xml, null);
    }
  }

  private static final Property TRANSPARENT =
      new Property(
          "transparency",
          "<c:schedule-calendar-transp><c:transparent/></c:schedule-calendar-transp>");

  private static final String FORBIDDEN =
      "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

  private CalendarProperties() {}

  /** The properties for the request that creates a calendar: those that most servers support. */
  private static List<Property> common(Calendar calendar) {
    List<Property> properties = new ArrayList<>();
    add(properties, "displayname", calendar.displayName(), null);
    add(properties, "description", calendar.description(), null);
    add(properties, "color", calendar.color(), null);
    add(properties, "order", calendar.order(), null);
    add(properties, "timezone", calendar.timezone(), null);
    if (calendar.transparent()) {
      properties.add(TRANSPARENT);
    }
    return properties;
  }

  /**
   * The properties of the wanted calendar that the one on the server lacks, or has with another
   * value.
   */
  public static List<Property> missing(Calendar wanted, Calendar there) {
    List<Property> properties = new ArrayList<>();
    add(properties, "displayname", wanted.displayName(), there.displayName());
    add(properties, "description", wanted.description(), there.description());
    add(properties, "color", wanted.color(), there.color());
    add(properties, "order", wanted.order(), there.order());
    add(properties, "timezone", text(wanted.timezone()), text(there.timezone()));
    if (wanted.transparent() && !there.transparent()) {
      properties.add(TRANSPARENT);
    }
    CalendarDetails details = wanted.details();
    CalendarDetails detailsThere = there.details();
    if (wanted.timezone() == null) {
      add(properties, "timezone-id", details.timezoneId(), detailsThere.timezoneId());
    }
    details
        .alarms()
        .forEach(
            (name, alarm) ->
                add(properties, name, text(alarm), text(detailsThere.alarms().get(name))));
    details.others().stream()
        .filter(other -> !detailsThere.others().contains(other))
        .forEach(other -> properties.add(new Property(other.name(), other.xml())));
    return properties;
  }

  /** The property with the given name, as vdir defines it if it does. */
  public static Property of(String name, String value) {
    String element =
        switch (name) {
          case "displayname" -> "d:displayname";
          case "description" -> "c:calendar-description";
          case "color" -> "a:calendar-color";
          case "order" -> "a:calendar-order";
          case "timezone" -> "c:calendar-timezone";
          case "timezone-id" -> "c:calendar-timezone-id";
          default -> "c:" + name; // a default alarm has the same name in XML
        };
    return new Property(name, "<" + element + ">" + escape(value) + "</" + element + ">", value);
  }

  /** A copy of the calendar with these properties. */
  public static Calendar with(Calendar calendar, List<Property> properties) {
    Calendar described = calendar;
    for (Property property : properties) {
      described = described.with(property.name(), property.value());
    }
    return described;
  }

  /**
   * The properties for the request that creates the calendar. They include the component types,
   * which cannot be changed later.
   */
  static String creation(Calendar calendar) {
    StringBuilder xml = new StringBuilder();
    common(calendar).forEach(property -> xml.append(property.xml()));
    if (!calendar.components().isEmpty()) {
      xml.append("<c:supported-calendar-component-set>");
      calendar
          .components()
          .forEach(name -> xml.append("<c:comp name=\"").append(escape(name)).append("\"/>"));
      xml.append("</c:supported-calendar-component-set>");
    }
    return xml.toString();
  }

  /**
   * Escapes text for XML. Characters that XML 1.0 forbids (section 2.2) are removed, because they
   * would invalidate the whole request.
   */
  static String escape(String text) {
    return text.replaceAll(FORBIDDEN, "")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\r", "&#13;");
  }

  /** Normalizes line ends, which vary between servers. */
  private static String text(String icalendar) {
    return icalendar == null ? null : icalendar.replace("\r", "").strip();
  }

  private static void add(List<Property> properties, String name, String wanted, String there) {
    if (wanted != null && !wanted.equals(there)) {
      properties.add(of(name, wanted));
    }
  }
}
