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
 * Makes calendar objects, as RFC 4791 (section 4.1) wants them, of an export or a feed: one UID in
 * each, a series together with its overrides and with the time zones that they use.
 *
 * <p>Every object consists of lines of the file, byte for byte and in the file's order. Left out
 * are METHOD, what describes the collection ({@link CalendarLabel}), and a component that stands
 * there a second time to the last byte, which is counted. Added is a UID where there is none: a
 * digest of the content without DTSTAMP, which exporters set to the time of the export. So the same
 * event gets the same UID in every export, wherever it stands, and one that stands there twice is
 * one: nothing tells the two apart, and a calendar holds a UID only once.
 *
 * <p>The file is read as {@link FileText} says, and text that stands around its calendars is left
 * out. A file that already is one object is given back as it is else, broken as it may be, and so
 * is a file of which nothing can be made: the server may judge. What came from a server in the
 * first place (a directory with {@code .calendar.json}) does not belong here: servers hold objects
 * with two UIDs, or with none, and get them back unchanged.
 */
public final class ObjectSplitter {
  private static final int MAX_OF_A_TYPE = 30;
  private static final int MAX_LINES = 5;

  /**
   * What was made of a file.
   *
   * @param objects in the order in which they begin in the file; none for an empty calendar
   * @param calendar what the file calls the calendar
   * @param timezone the time zone that the calendar is shown in, a VCALENDAR with its VTIMEZONE;
   *     null when the file names none, or none that is known
   * @param problems a sentence for each thing that is in none of the objects, or for why the file
   *     was given back as it is though it is no object
   * @param notes what was done to the file as a whole, and what was left out because it belongs to
   *     no calendar; nothing of a calendar is lost by it
   */
  public record Result(
      List<SplitObject> objects,
      CalendarLabel calendar,
      String timezone,
      List<String> problems,
      List<String> notes) {

    /** Whether the file is a whole calendar rather than one object of some calendar. */
    public boolean isCalendar() {
      return objects.size() != 1 || !calendar.isEmpty();
    }

    /** Whether no object could be made of it, and it is given back as it is. */
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

  /** What this file holds; there is a result for any bytes. */
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
      problems.add("there is no VCALENDAR in it");
      return;
    }
    Map<ByteBuffer, SplitObject> seen = new HashMap<>();
    for (Component component : file.components) {
      if (!component.whole) {
        continue; // among the unended
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
      if (calendar.end == null) { // more may have followed
        problem("VCALENDAR", calendar.begin, "has no END");
      }
    }
  }

  /** Text between calendars may be anything; a piece of a component is one that is missing. */
  private void strayText() {
    for (Stray text : file.stray) {
      if (text.holdsComponent) {
        problem("what stands", text, called(text) + "belongs to no component");
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

  /** What can be read of what is missing: UID, summary and date of each; often that is nothing. */
  private String called(Span part) {
    byte[] lines = Arrays.copyOfRange(file.bytes, part.start, part.end);
    String labels = String.join("; ", ObjectLabel.ofPieces(lines));
    return labels.isEmpty() ? "" : "(" + labels + ") ";
  }

  /** Without the empty lines that may follow it. */
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

  /** Whatever its line ends and wherever its lines are folded. */
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
