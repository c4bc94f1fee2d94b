package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits an object with events and tasks of one UID by type: servers store one type per object (RFC
 * 4791, section 4.1).
 */
public final class TypeSplitter {
  private TypeSplitter() {}

  /**
   * Returns an object for each type, in file order, with all shared lines in each of them.
   *
   * @return only the given object if it has one type, or is too broken to split
   */
  public static List<byte[]> split(byte[] object) {
    ICalendarScanner outline = new ICalendarScanner(object);
    Set<String> types = new LinkedHashSet<>();
    for (ICalendarParts.Component component : outline.components) {
      if (component.isCarrier()) {
        types.add(component.type);
      }
    }
    if (types.size() < 2 || !outline.unended.isEmpty()) {
      return List.of(object);
    }
    List<byte[]> objects = new ArrayList<>();
    types.forEach(type -> objects.add(only(type, outline)));
    return objects;
  }

  private static byte[] only(String type, ICalendarScanner outline) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    for (ICalendarParts.Component component : outline.components) {
      if (component.isCarrier() && !component.type.equals(type)) {
        out.write(outline.bytes, at, component.start - at);
        at = component.end;
      }
    }
    out.write(outline.bytes, at, outline.bytes.length - at);
    return out.toByteArray();
  }
}
