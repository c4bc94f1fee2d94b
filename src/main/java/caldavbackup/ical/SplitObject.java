package caldavbackup.ical;

import caldavbackup.ical.ICalendarParts.Calendar;
import caldavbackup.ical.ICalendarParts.Component;
import caldavbackup.ical.ICalendarParts.Span;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One calendar object of a file. Its bytes are put together only when they are asked for, so that
 * all objects of a file hold no more than the file.
 */
public final class SplitObject {
  private final ICalendarScanner file;
  private final String uid;
  private final List<Component> components = new ArrayList<>();
  private final Map<String, Integer> repeats = new HashMap<>(0);

  SplitObject(ICalendarScanner file, String uid) {
    this.file = file;
    this.uid = uid;
  }

  /** Null only for a file that was given back as it is and in which no UID was found. */
  public String uid() {
    return uid;
  }

  /** Whether it may hold several types of components, which no server keeps in one object. */
  public boolean mayHoldTypes() {
    return components.isEmpty() || components.stream().map(c -> c.type).distinct().count() > 1;
  }

  /** Whether it is the file as it is. */
  boolean isFile() {
    return components.isEmpty();
  }

  /** Without a UID of its own it has one only because of its content: a second one is the same. */
  void add(Component component) {
    if (components.isEmpty() || !component.needsUid()) {
      components.add(component);
    } else {
      repeat(component.type);
    }
  }

  /** A component of it stands in the file once more. */
  void repeat(String type) {
    repeats.merge(type, 1, Integer::sum);
  }

  /**
   * How often a component of the object stands in the file once more, word for word.
   *
   * @param type counts those of this type, for example VEVENT
   */
  public int repeats(String type) {
    return repeats.getOrDefault(type, 0);
  }

  /** The file's own array when the file is the object, and nothing else stands in it. */
  public byte[] bytes() {
    if (components.isEmpty()) {
      return file.stray.isEmpty() || !file.isOneObject() ? file.bytes : withoutStrayText();
    }
    Calendar calendar = components.get(0).calendar;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy(calendar.begin.start, calendar.begin.end, out);
    int end = calendar.begin.end;
    for (Span part : parts(calendar)) {
      int start = part.start;
      if (part instanceof Component component && component.needsUid()) {
        copy(start, component.idLine.start, out);
        write("UID:" + uid, component.idLine.start, out);
        start = component.idLine.end;
      }
      copy(start, part.end, out);
      end = part.end;
    }
    if (file.bytes[end - 1] != '\n') { // where the file ends
      write("", calendar.begin.end, out);
    }
    if (calendar.end == null) {
      write("END:VCALENDAR", calendar.begin.end, out);
    } else {
      copy(calendar.end.start, calendar.end.end, out);
    }
    return out.toByteArray();
  }

  private byte[] withoutStrayText() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.bytes.length);
    int at = 0;
    for (Span stray : file.stray) {
      copy(at, stray.start, out);
      at = stray.end;
    }
    copy(at, file.bytes.length, out);
    return out.toByteArray();
  }

  /** In the order of the file. */
  private Set<Span> parts(Calendar calendar) {
    Set<Span> parts = new TreeSet<>(Comparator.comparingInt((Span part) -> part.start));
    parts.addAll(calendar.properties);
    for (Component component : components) {
      parts.add(component);
      for (String id : component.timezones) {
        Component timezone = calendar.timezones.getOrDefault(id, file.timezones.get(id));
        if (timezone != null) {
          parts.add(timezone);
        }
      }
    }
    return parts;
  }

  private void copy(int start, int end, ByteArrayOutputStream out) {
    out.write(file.bytes, start, end - start);
  }

  /** A line of our own, with the line end of the line before this place. */
  private void write(String line, int place, ByteArrayOutputStream out) {
    String end = file.bytes[place - 2] == '\r' ? "\r\n" : "\n";
    out.writeBytes((line + end).getBytes(StandardCharsets.UTF_8));
  }
}
