package caldavbackup.view;

import caldavbackup.ical.ContentLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A component of an iCalendar object, even if it is nested incorrectly.
 *
 * @param type upper case, for example VEVENT
 * @param lines its own lines
 * @param parts its subcomponents
 */
record Component(String type, List<ContentLine> lines, List<Component> parts) {

  /** Returns the components in the VCALENDAR of an object. */
  static List<Component> of(byte[] object) {
    Component root = new Component("", new ArrayList<>(), new ArrayList<>());
    Deque<Component> open = new ArrayDeque<>(List.of(root));
    for (ContentLine line : ContentLine.of(object)) {
      String type = line.value().strip().toUpperCase(Locale.ROOT);
      if (line.name().equals("BEGIN")) {
        Component part = new Component(type, new ArrayList<>(), new ArrayList<>());
        open.peek().parts.add(part);
        open.push(part);
      } else if (!line.name().equals("END")) {
        open.peek().lines.add(line);
      } else if (open.stream().anyMatch(part -> part.type.equals(type))) {
        while (!open.pop().type.equals(type)) {
          // its own end is missing
        }
      }
    }
    return root.parts.stream().flatMap(Component::carried).toList();
  }

  private Stream<Component> carried() {
    return type.equals("VCALENDAR") ? parts.stream() : Stream.of(this);
  }

  /** Returns the first line with this name; null if there is none. */
  ContentLine line(String name) {
    return lines.stream().filter(line -> line.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns the unchanged value of that line; null if there is none. */
  String value(String name) {
    ContentLine line = line(name);
    return line == null ? null : line.value();
  }

  /** Returns all lines with this name. */
  List<ContentLine> all(String name) {
    return lines.stream().filter(line -> line.name().equals(name)).toList();
  }

  /** Returns the text of that line; null if there is none, or it is empty. */
  String text(String name) {
    String value = value(name);
    return value == null || value.isBlank() ? null : IcalText.of(value).strip();
  }
}
