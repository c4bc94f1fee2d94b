package caldavbackup.webdav;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;

/**
 * One {@code DAV:response} of a multistatus (RFC 4918, section 14.24), for one of its hrefs.
 *
 * @param href as the server wrote it
 * @param status the status of the resource itself; 0 when only its properties have one
 * @param properties the properties that the server returned, by name
 * @param refused the status of each property that was not found or not changed
 * @param conditions the pre- and postconditions in {@code DAV:error} (RFC 4918, section 16)
 */
public record DavResponse(
    String href,
    int status,
    Map<QName, Element> properties,
    Map<QName, Integer> refused,
    List<QName> conditions) {
  private static final int INSUFFICIENT_STORAGE = 507;

  /** The response, once for each of its hrefs. If it has no href, the href is empty. */
  static List<DavResponse> of(Element response) {
    List<String> hrefs = response.texts(Names.HREF);
    Element own = response.child(Names.STATUS);
    Map<QName, Element> found = new HashMap<>();
    Map<QName, Integer> refused = new HashMap<>();
    for (Element propstat : response.children()) {
      if (!propstat.name().equals(Names.PROPSTAT) || propstat.child(Names.PROP) == null) {
        continue;
      }
      Element line = propstat.child(Names.STATUS);
      int status = line == null ? 200 : statusOf(line.text());
      for (Element property : propstat.child(Names.PROP).children()) {
        if (status / 100 == 2) {
          found.put(property.name(), property);
        } else {
          refused.put(property.name(), status);
        }
      }
    }
    Element error = response.child(Names.ERROR);
    List<QName> conditions =
        error == null ? List.of() : error.children().stream().map(Element::name).toList();
    int status = own == null ? 0 : statusOf(own.text());
    return (hrefs.isEmpty() ? List.of("") : hrefs)
        .stream().map(href -> new DavResponse(href, status, found, refused, conditions)).toList();
  }

  /** Returns whether the server says that its answer is truncated (RFC 6578, section 3.6). */
  public boolean saysMore() {
    return status == INSUFFICIENT_STORAGE || conditions.contains(Names.MATCHES_WITHIN_LIMITS);
  }

  /** Returns whether the server says that the resource does not exist, or no longer exists. */
  public boolean isAbsent() {
    return status == 404 || status == 410;
  }

  /** Returns whether the resource is a collection and has no type that makes it something else. */
  public boolean isFolder() {
    Element types = properties.get(Names.RESOURCETYPE);
    return hasType(Names.COLLECTION)
        && types.children().stream()
            .map(type -> type.name().getLocalPart())
            .noneMatch(
                type -> Names.NEVER_CALENDARS.contains(type) || Names.NEVER_FOLDERS.contains(type));
  }

  /** Returns whether one of its types has an undeclared prefix, so that its meaning is unknown. */
  public boolean isTypeUnclear() {
    Element types = properties.get(Names.RESOURCETYPE);
    return types != null
        && types.children().stream().anyMatch(type -> XmlNames.isUndeclared(type.name()));
  }

  /** Returns whether the server reports the type of the resource. */
  public boolean saysType() {
    return properties.containsKey(Names.RESOURCETYPE);
  }

  /** Returns whether another response has the same status and properties. */
  public boolean saysSame(DavResponse other) {
    return status == other.status
        && properties.keySet().equals(other.properties.keySet())
        && properties.entrySet().stream()
            .allMatch(
                entry ->
                    entry.getValue().says().equals(other.properties.get(entry.getKey()).says()));
  }

  /** The text of a property, or null when it is absent or empty. */
  public String text(QName name) {
    Element property = properties.get(name);
    return property == null || property.text().isBlank() ? null : property.text().strip();
  }

  /** The hrefs inside a property, none when it is absent. */
  public List<String> hrefs(QName name) {
    Element property = properties.get(name);
    return property == null ? List.of() : property.texts(Names.HREF);
  }

  public boolean hasType(QName type) {
    Element types = properties.get(Names.RESOURCETYPE);
    return types != null && types.child(type) != null;
  }

  /**
   * Returns whether a property with this status may exist although the server did not return it.
   */
  public static boolean isTrouble(int status) {
    return status == 401 || status == 403 || (status >= 500 && status != 501);
  }

  /** The status in a status line, with or without its HTTP version; 0 if there is none. */
  private static int statusOf(String line) {
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || Character.isWhitespace(line.charAt(i))) {
        if (isStatus(line, start, i)) {
          return Integer.parseInt(line, start, i, 10);
        }
        start = i + 1;
      }
    }
    return 0;
  }

  private static boolean isStatus(String line, int start, int end) {
    return end - start == 3
        && line.charAt(start) >= '1'
        && line.charAt(start) <= '5'
        && isDigit(line.charAt(start + 1))
        && isDigit(line.charAt(start + 2));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
