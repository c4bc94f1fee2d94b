package caldavbackup.dav;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The properties of a calendar that a restore sets, and how each is written in a request. */
public final class CalendarProperties {
  /**
   * One property with its value.
   *
   * @param name what vdir and messages call it
   * @param xml the element as it is sent
   */
  public record Property(String name, String xml) {}

  private static final String TRANSPARENT =
      "<c:schedule-calendar-transp><c:transparent/></c:schedule-calendar-transp>";

  private static final String FORBIDDEN =
      "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

  private CalendarProperties() {}

  /** All that the calendar has. */
  static List<Property> of(Calendar calendar) {
    List<Property> properties = new ArrayList<>();
    add(properties, "displayname", calendar.displayName());
    add(properties, "description", calendar.description());
    add(properties, "color", calendar.color());
    add(properties, "order", calendar.order());
    add(properties, "timezone", calendar.timezone());
    if (calendar.transparent()) {
      properties.add(new Property("transparency", TRANSPARENT));
    }
    return properties;
  }

  /** Those of the wanted calendar that the one on the server has not, or has otherwise. */
  static List<Property> missing(Calendar wanted, Calendar there) {
    List<Property> properties = new ArrayList<>();
    addIfOther(properties, "displayname", wanted.displayName(), there.displayName());
    addIfOther(properties, "description", wanted.description(), there.description());
    addIfOther(properties, "color", wanted.color(), there.color());
    addIfOther(properties, "order", wanted.order(), there.order());
    String timezone =
        wanted.timezone() == null ? null : wanted.timezone().replace("\r", "").strip();
    String timezoneThere =
        there.timezone() == null ? null : there.timezone().replace("\r", "").strip();
    addIfOther(properties, "timezone", timezone, timezoneThere);
    if (wanted.transparent() && !there.transparent()) {
      properties.add(new Property("transparency", TRANSPARENT));
    }
    return properties;
  }

  /** The property of the given vdir name. */
  public static Property of(String name, String value) {
    String element =
        switch (name) {
          case "displayname" -> "d:displayname";
          case "description" -> "c:calendar-description";
          case "color" -> "a:calendar-color";
          case "order" -> "a:calendar-order";
          case "timezone" -> "c:calendar-timezone";
          default -> throw new IllegalArgumentException(name);
        };
    return new Property(name, "<" + element + ">" + escape(value) + "</" + element + ">");
  }

  /**
   * The property set of a request that creates the calendar, its component types included: they
   * cannot be changed later.
   */
  static String creation(Calendar calendar) {
    StringBuilder xml = new StringBuilder();
    of(calendar).forEach(property -> xml.append(property.xml()));
    if (!calendar.components().isEmpty()) {
      xml.append("<c:supported-calendar-component-set>");
      calendar
          .components()
          .forEach(name -> xml.append("<c:comp name=\"").append(escape(name)).append("\"/>"));
      xml.append("</c:supported-calendar-component-set>");
    }
    return xml.toString();
  }

  /** Text as XML; what XML 1.0 forbids (section 2.2) would make the whole request unreadable. */
  static String escape(String text) {
    return text.replaceAll(FORBIDDEN, "")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\r", "&#13;");
  }

  private static void add(List<Property> properties, String name, String value) {
    if (value != null) {
      properties.add(of(name, value));
    }
  }

  private static void addIfOther(
      List<Property> properties, String name, String wanted, String there) {
    if (!Objects.equals(wanted, there)) {
      add(properties, name, wanted);
    }
  }
}
