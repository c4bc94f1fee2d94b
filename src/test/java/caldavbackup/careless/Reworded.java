package caldavbackup.careless;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An object as a server that keeps parsed calendars gives it back: the same in other words. */
final class Reworded {
  private Reworded() {}

  /**
   * A PRODID and DTSTAMP of the server's own, its line ends, no folding, another order of lines.
   */
  static byte[] of(byte[] object) {
    Parsed parsed = Parsed.of(object);
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\nPRODID:-//moody//server//EN\r\n");
    parsed.about().stream()
        .filter(line -> !line.startsWith("PRODID") && !line.startsWith("BEGIN:"))
        .forEach(line -> text.append(line).append("\r\n"));
    for (Parsed.Component component : parsed.components()) {
      text.append("BEGIN:").append(component.type()).append("\r\n");
      lines(component).forEach(line -> text.append(line).append("\r\n"));
      text.append("END:").append(component.type()).append("\r\n");
    }
    return text.append("END:VCALENDAR\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> lines(Parsed.Component component) {
    List<String> lines = component.lines().subList(1, component.lines().size());
    if (lines.stream().anyMatch(line -> line.startsWith("BEGIN:"))) {
      return lines; // the lines of a part stay with it
    }
    List<String> turned = new ArrayList<>(lines);
    Collections.reverse(turned);
    turned.replaceAll(line -> line.startsWith("DTSTAMP") ? "DTSTAMP:20261129T000000Z" : line);
    return turned;
  }
}
