package caldavbackup.careless;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An iCalendar object as a strict server reads it, by a reader of its own: what the program under
 * test thinks of it does not count here.
 */
record Parsed(List<String> about, List<Component> components) {
  /** A component directly in the VCALENDAR, with its unfolded lines, those of its parts too. */
  record Component(String type, List<String> lines) {
    /** The value of the first property of this name, null without one. */
    String value(String name) {
      String line = line(name);
      return line == null ? null : line.substring(line.indexOf(':') + 1);
    }

    /** The first line of this name. */
    String line(String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name + ":") || line.startsWith(name + ";"))
          .findFirst()
          .orElse(null);
    }

    boolean isZone() {
      return type.equals("VTIMEZONE");
    }

    /** The TZIDs that its lines name. */
    Set<String> zones() {
      return lines.stream()
          .filter(line -> line.matches("[A-Z-]+;TZID=.*"))
          .map(line -> line.replaceFirst("^[A-Z-]+;TZID=\"?([^:;\"]*).*$", "$1"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The components that are not time zones. */
  List<Component> entries() {
    return components.stream().filter(component -> !component.isZone()).toList();
  }

  /** The UIDs in it; a component without one counts as an empty UID. */
  Set<String> uids() {
    return entries().stream()
        .map(entry -> Objects.requireNonNullElse(entry.value("UID"), ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException in one sentence, when it is no calendar object
   */
  static Parsed of(byte[] bytes) {
    List<String> about = new ArrayList<>();
    List<Component> components = new ArrayList<>();
    List<String> within = new ArrayList<>();
    for (String line : lines(bytes)) {
      if (line.startsWith("BEGIN:")) {
        if (within.isEmpty() && !(line.equals("BEGIN:VCALENDAR") && about.isEmpty())) {
          throw new IllegalArgumentException("what stands outside of the calendar: " + line);
        }
        within.add(line.substring(6));
        if (within.size() == 2) {
          components.add(new Component(line.substring(6), new ArrayList<>()));
        }
      } else if (line.startsWith("END:")) {
        if (within.isEmpty() || !within.remove(within.size() - 1).equals(line.substring(4))) {
          throw new IllegalArgumentException("an END without its BEGIN: " + line);
        }
      } else if (within.isEmpty() || line.indexOf(':') < 0) {
        throw new IllegalArgumentException("a line that is no property: " + line);
      }
      if (within.size() == 1 && !line.startsWith("END:")) {
        about.add(line);
      } else if (within.size() > 1) {
        components.get(components.size() - 1).lines().add(line);
      }
    }
    if (!within.isEmpty() || components.isEmpty()) {
      throw new IllegalArgumentException("it is empty, or does not end");
    }
    return new Parsed(about, components);
  }

  private static List<String> lines(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      List<String> lines = new ArrayList<>();
      for (String line : text.split("\r\n|\r|\n")) {
        boolean isFolded = line.startsWith(" ") || line.startsWith("\t");
        if (isFolded && !lines.isEmpty()) {
          lines.set(lines.size() - 1, lines.get(lines.size() - 1) + line.substring(1));
        } else if (!line.isEmpty()) {
          lines.add(line);
        }
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not UTF-8");
    }
  }
}
