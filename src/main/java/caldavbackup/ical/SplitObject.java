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
 * One calendar object of a file. Its bytes are assembled on demand, so that all objects together
 * use no more memory than the file.
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

  /** Returns the UID; null only for a file that was returned unchanged and has no UID. */
  public String uid() {
    return uid;
  }

  /**
   * Returns whether the object may contain several types of components, which servers do not accept
   * in one object.
   */
  public boolean mayHoldTypes() {
    return components.isEmpty() || components.stream().map(c -> c.type).distinct().count() > 1;
  }

  /** Returns whether the object is the unchanged file. */
  boolean isFile() {
    return components.isEmpty();
  }

  /**
   * Adds a component. For an object whose UID is a digest of its content, a second component is a
   * duplicate.
   */
  void add(Component component) {
    if (components.isEmpty() || !component.needsUid()) {
      components.add(component);
    } else {
      repeat(component.type);
    }
  }

  /** Counts a duplicate of one of its components. */
  void repeat(String type) {
    repeats.merge(type, 1, Integer::sum);
  }

  /**
   * Returns the number of exact duplicates of the object's components in the file.
   *
   * @param type counts components of this type, for example VEVENT
   */
  public int repeats(String type) {
    return repeats.getOrDefault(type, 0);
  }

  /** Returns the bytes; the file's own array if the object is the whole file. */
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
    if (file.bytes[end - 1] != '\n') { // the last line of the file
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

  /** Returns the parts in file order. */
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

  /** Writes a generated line with the line end of the line before this position. */
  private void write(String line, int place, ByteArrayOutputStream out) {
    String end = file.bytes[place - 2] == '\r' ? "\r\n" : "\n";
    out.writeBytes((line + end).getBytes(StandardCharsets.UTF_8));
  }
}
