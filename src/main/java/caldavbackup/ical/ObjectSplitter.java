package caldavbackup.ical;

import caldavbackup.ical.ICalendarParts.Calendar;
import caldavbackup.ical.ICalendarParts.Component;
import caldavbackup.ical.ICalendarParts.Span;
import caldavbackup.ical.ICalendarParts.Stray;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits an export or a feed into calendar objects as RFC 4791 (section 4.1) requires: one UID in
 * each, a series together with its overrides and the time zones that they use.
 *
 * <p>Every object consists of lines of the file, byte for byte and in file order. The splitter
 * omits METHOD, properties of the collection ({@link CalendarLabel}), and exact duplicates of a
 * component, which it counts. It adds a UID where there is none: a digest of the content without
 * DTSTAMP, because exporters set DTSTAMP to the time of the export. The same event therefore gets
 * the same UID in every export and at any position. Two identical events without a UID become one:
 * they cannot be distinguished, and a calendar contains a UID only once.
 *
 * <p>{@link FileText} converts the file first. Text around calendars is omitted. A file that
 * already is one object is otherwise returned unchanged, even if it is broken, and so is a file
 * that yields no object: the server decides. Do not pass files that came from a server (a directory
 * with {@code .calendar.json}): servers contain objects with two UIDs or none, and these are
 * restored unchanged.
 */
public final class ObjectSplitter {
  private static final int MAX_OF_A_TYPE = 30;
  private static final int MAX_LINES = 5;

  /**
   * The result of splitting a file.
   *
   * @param objects in the order of their first lines in the file; empty for an empty calendar
   * @param calendar the properties of the calendar in the file
   * @param timezone the time zone in which the calendar is shown, a VCALENDAR with its VTIMEZONE;
   *     null if the file names none, or an unknown one
   * @param problems a sentence for each part that is missing from the objects, or the reason why
   *     the file was returned unchanged although it is not an object
   * @param notes changes to the whole file, and omitted text that belongs to no calendar; neither
   *     loses calendar data
   */
  public record Result(
      List<SplitObject> objects,
      CalendarLabel calendar,
      String timezone,
      List<String> problems,
      List<String> notes) {

    /** Returns whether the file is a whole calendar rather than a single object. */
    public boolean isCalendar() {
      return objects.size() != 1 || !calendar.isEmpty();
    }

    /** Returns whether the file yields no object and is returned unchanged. */
    public boolean isNothing() {
      return !problems.isEmpty() && objects.size() == 1 && objects.get(0).isFile();
    }
  }

  private final ICalendarScanner file;
  private final Map<String, SplitObject> objects = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ObjectSplitter(ICalendarScanner file) {
    this.file = file;
  }

  /** Splits a file. Any bytes are accepted. */
  public static Result split(byte[] file) {
    FileText text = FileText.of(file);
    ICalendarScanner outline = new ICalendarScanner(text.bytes());
    ObjectSplitter splitter = new ObjectSplitter(outline);
    splitter.notes.addAll(text.notes());
    if (!outline.isOneObject()) {
      splitter.split();
    }
    if (!outline.calendars.isEmpty()) {
      splitter.strayText();
    }
    CalendarLabel label = CalendarLabel.of(outline.collection);
    String timezone = label.timezone() == null ? null : CalendarZone.of(label.timezone(), outline);
    boolean isEmptyCalendar = outline.components.isEmpty() && splitter.problems.isEmpty();
    return new Result(
        splitter.objects.isEmpty() && !isEmptyCalendar
            ? List.of(new SplitObject(outline, outline.firstUid()))
            : List.copyOf(splitter.objects.values()),
        label,
        timezone,
        List.copyOf(splitter.problems),
        List.copyOf(splitter.notes));
  }

  private void split() {
    if (file.calendars.isEmpty()) {
      problems.add("it contains no VCALENDAR");
      return;
    }
    Map<ByteBuffer, SplitObject> seen = new HashMap<>();
    for (Component component : file.components) {
      if (!component.whole) {
        continue; // one of the components without END
      }
      if (component.needsUid() && !component.isCarrier()) {
        problem(component.type, component, called(component) + "has no UID");
      } else if (seen.containsKey(text(component))) {
        seen.get(text(component)).repeat(component.type);
      } else {
        String uid = component.needsUid() ? digest(component) : component.id;
        SplitObject object = objects.computeIfAbsent(uid, id -> new SplitObject(file, id));
        object.add(component);
        seen.put(text(component), object);
      }
    }
    for (Component component : file.unended) {
      problem(component.type, component, called(component) + "has no END");
    }
    for (Calendar calendar : file.calendars) {
      if (calendar.end == null) { // the file may be cut off
        problem("VCALENDAR", calendar.begin, "has no END");
      }
    }
  }

  /**
   * Reports stray text. Text between calendars is harmless; a piece of a component is a missing
   * component.
   */
  private void strayText() {
    for (Stray text : file.stray) {
      if (text.holdsComponent) {
        problem("the text", text, called(text) + "belongs to no component");
      }
    }
    List<String> lines =
        file.stray.stream()
            .filter(text -> !text.holdsComponent)
            .map(text -> "line " + text.line)
            .distinct()
            .toList();
    if (!lines.isEmpty()) {
      boolean isLong = lines.size() > MAX_LINES;
      notes.add(
          "has text that belongs to no calendar, at "
              + String.join(", ", lines.subList(0, Math.min(MAX_LINES, lines.size())))
              + (isLong ? ", …" : "")
              + ": left out");
    }
  }

  /** Identifies missing data by UID, summary and date, if these can be read. */
  private String called(Span part) {
    byte[] lines = Arrays.copyOfRange(file.bytes, part.start, part.end);
    String labels = String.join("; ", ObjectLabel.ofPieces(lines));
    return labels.isEmpty() ? "" : "(" + labels + ") ";
  }

  /** Returns the component without the empty lines after it. */
  private ByteBuffer text(Component component) {
    int end = component.end;
    while (Character.isWhitespace(file.bytes[end - 1])) {
      end--;
    }
    return ByteBuffer.wrap(file.bytes, component.start, end - component.start);
  }

  private void problem(String what, Span where, String why) {
    String type = what.length() > MAX_OF_A_TYPE ? what.substring(0, MAX_OF_A_TYPE) + "…" : what;
    problems.add("%s at line %d %s".formatted(type, where.line, why));
  }

  /** Returns a digest that does not depend on line ends or folding. */
  private String digest(Component component) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = Arrays.copyOfRange(file.bytes, component.start, component.end);
      for (ContentLine line : ContentLine.of(text)) {
        String unfolded = ICalendarScanner.unfolded(text, line);
        if (!unfolded.isEmpty() && !line.name().equals("DTSTAMP")) {
          digest.update((unfolded + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
