package caldavbackup.careless;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A calendar of the {@link MoodyServer}: its properties and its objects. */
final class MoodyCalendar {
  private static final Pattern SET = Pattern.compile("<d:prop>(.*)</d:prop>", Pattern.DOTALL);
  private static final Pattern PROPERTY =
      Pattern.compile("<([\\w:-]+)((?:\\s[^>]*)?)>(.*?)</\\1>|<([\\w:-]+)/>", Pattern.DOTALL);

  /** XML elements by name. */
  final Map<String, String> properties = new TreeMap<>();

  /** Objects by name. */
  final Map<String, byte[]> objects = new TreeMap<>();

  List<String> types = List.of();

  /**
   * All its properties.
   *
   * @param largest the most bytes of an object; 0 for any number
   */
  String asXml(int largest) {
    StringBuilder all =
        new StringBuilder("<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>");
    properties.values().forEach(all::append);
    if (!types.isEmpty()) {
      all.append("<c:supported-calendar-component-set>");
      types.forEach(type -> all.append("<c:comp name=\"" + type + "\"/>"));
      all.append("</c:supported-calendar-component-set>");
    }
    if (largest > 0) {
      all.append("<c:max-resource-size>" + largest + "</c:max-resource-size>");
    }
    return all.toString();
  }

  /** Takes the properties of a PROPPATCH or MKCALENDAR. */
  void setProperties(String body) {
    Matcher set = SET.matcher(body);
    if (set.find()) {
      for (Matcher property = PROPERTY.matcher(set.group(1)); property.find(); ) {
        String name = property.group().substring(1).split("[\\s/>]", 2)[0];
        if (!name.equals("d:resourcetype") && !name.equals("c:supported-calendar-component-set")) {
          properties.put(name, property.group());
        }
      }
    }
  }

  /** Sets a property to a text. */
  void set(String element, String escaped) {
    properties.put(element, "<" + element + ">" + escaped + "</" + element + ">");
  }
}
