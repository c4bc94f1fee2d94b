package caldavbackup.it.providers;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A calendar: its properties as XML elements by name, and its objects by name. */
final class Collection {
  private static final Pattern SET = Pattern.compile("<d:prop>(.*)</d:prop>", Pattern.DOTALL);
  private static final Pattern PROPERTY =
      Pattern.compile("<([\\w:-]+)((?:\\s[^>]*)?)>(.*?)</\\1>|<([\\w:-]+)/>", Pattern.DOTALL);

  final Map<String, String> properties = new TreeMap<>();
  final Map<String, byte[]> objects = new TreeMap<>();
  String types = "<d:collection/><c:calendar/>";

  /** Sets what a PROPPATCH or a MKCALENDAR with this body sets. */
  void set(String body) {
    Matcher set = SET.matcher(body);
    if (set.find()) {
      for (Matcher property = PROPERTY.matcher(set.group(1)); property.find(); ) {
        if (!property.group().startsWith("<d:resourcetype")) {
          properties.put(elementName(property.group()), property.group());
        }
      }
    }
  }

  static String elementName(String xml) {
    return xml.substring(1).split("[\\s/>]", 2)[0];
  }
}
